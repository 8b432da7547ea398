using System.CommandLine;
using System.Net;
using Twins.Hosting.Configuration;
using Twins.Hosting.Mqtt;

namespace Twins.Hosting.Commands;

/// <summary><c>twins broker</c>: runs the MQTT broker alone, open to this machine, for trying and for conformance suites.</summary>
internal static class BrokerCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var listen = new Option<string>("--listen")
        {
            Description = "Loopback address and port; port 0 takes a free one",
            HelpName = "address:port",
            DefaultValueFactory = _ => "127.0.0.1:1883",
        };
        var webSocket = new Option<string?>("--websocket")
        {
            Description = "Loopback address and port of a web listener that serves the broker at /mqtt [default: none]",
            HelpName = "address:port",
        };
        var data = new Option<string?>("--data") { Description = "Folder for sessions and retained messages [default: nothing is kept]", HelpName = "folder" };
        var command = new Command("broker", "Runs the MQTT broker alone, open to this machine, until it is told to stop") { listen, webSocket, data };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(listen)!, parsed.GetValue(webSocket), parsed.GetValue(data), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string listen, string? webSocket, string? data, CancellationToken cancellationToken)
    {
        try
        {
            await BareBroker.RunAsync(
                Loopback("--listen", listen), webSocket is null ? null : Loopback("--websocket", webSocket), data, cancellationToken);
            return ExitCodes.Success;
        }
        catch (BadInputException wrong)
        {
            return Complaints.Print(wrong);
        }
        catch (BrokerStartException fault)
        {
            Console.Error.WriteLine(fault.Message);
            return ExitCodes.Failure;
        }
    }

    private static IPEndPoint Loopback(string option, string text) =>
        !IPEndPoint.TryParse(text, out var endpoint)
            ? throw new BadInputException($"{option}: '{text}' is no address with a port; expected one such as 127.0.0.1:1883.")
            : IPAddress.IsLoopback(endpoint.Address)
                ? endpoint
                : throw new BadInputException(
                    $"{option}: '{text}' would let in whoever reaches it; use a loopback address, or describe a broker with TLS and accounts in a site file.");
}
