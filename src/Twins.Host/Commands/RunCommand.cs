using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using Twins.Hosting.Configuration;
using Twins.Hosting.Mqtt;
using Twins.Hosting.Platform;

namespace Twins.Hosting.Commands;

/// <summary>The root command: runs the platform until it is told to stop.</summary>
internal static class RunCommand
{
    /// <summary>The command with its options.</summary>
    public static RootCommand Create()
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Where to listen, separated by semicolons; loopback addresses only",
            DefaultValueFactory = _ => ListenAddresses.Default,
        };
        var config = CommonOptions.Config();
        var data = new Option<string>("--data")
        {
            Description = "Folder for everything durable",
            HelpName = "folder",
            DefaultValueFactory = _ => "data",
        };
        var simulate = new Option<bool>("--simulate")
        {
            Description = "Simulate the sites' devices over real sockets; --simulate false reaches for the devices in the field",
            DefaultValueFactory = _ => true,
        };

        var command = new RootCommand("Digital twins of the energy devices of a site: starts the platform") { urls, config, data, simulate };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(urls)!, parsed.GetValue(config), parsed.GetValue(data)!, parsed.GetValue(simulate), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string urls, string? config, string data, bool simulate, CancellationToken cancellationToken)
    {
        try
        {
            var settings = new RunSettings(
                ListenAddresses.Parse(urls), ConfigFolder.Find(config, Directory.GetCurrentDirectory()), Path.GetFullPath(data), simulate);
            await PlatformHost.RunAsync(settings, Descriptions.Load(settings.ConfigFolder, Complaints.PrintWarning), cancellationToken);
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
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            Console.Error.WriteLine($"--urls: {fault.Message}");
            return ExitCodes.Failure;
        }
    }
}
