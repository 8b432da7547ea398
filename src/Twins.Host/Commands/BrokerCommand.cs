using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;
using Twins.Hosting.Configuration;
using Twins.Adapters.Mqtt.Broker;
using Twins.Adapters.Mqtt.Broker.Hosting;

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
        var data = new Option<string?>("--data") { Description = "Folder for retained messages [default: in memory only]", HelpName = "folder" };
        var command = new Command("broker", "Runs the MQTT broker alone, open to this machine, until it is told to stop") { listen, webSocket, data };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(listen)!, parsed.GetValue(webSocket), parsed.GetValue(data), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string listen, string? webSocket, string? data, CancellationToken cancellationToken)
    {
        try
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
            using var loggers = LoggerFactory.Create(logging => logging
                .AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning));
            await StandaloneBroker.RunAsync(
                Loopback("--listen", listen),
                webSocket is null ? null : Loopback("--websocket", webSocket),
                data,
                loggers,
                Console.WriteLine,
                ended.Token);

            void End(PosixSignalContext signal)
            {
                signal.Cancel = true;
                ended.Cancel();
            }

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
