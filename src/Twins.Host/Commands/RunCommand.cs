using System.CommandLine;
using Twins.Hosting.Configuration;
using Twins.Adapters.Mqtt.Broker;
using Twins.Hosting.Platform;
using Twins.Storage.Relational;

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
        var simulate = new Option<string>("--simulate")
        {
            Description = "Whose devices: true simulates them over real sockets, false reaches for those in the field, a file names those that 'twins simulate' serves",
            HelpName = "true|false|file",
            DefaultValueFactory = _ => "true",
        };

        var command = new RootCommand("Digital twins of the energy devices of a site: starts the platform") { urls, config, data, simulate };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            () => Settings(parsed.GetValue(urls)!, parsed.GetValue(config), parsed.GetValue(data)!, parsed.GetValue(simulate)!), cancellationToken));
        return command;
    }

    private static RunSettings Settings(string urls, string? config, string data, string simulate)
    {
        var field = SimulationSetting.Parse(simulate);
        return new RunSettings(
            ListenAddresses.Parse(urls), ConfigFolder.Find(config, Directory.GetCurrentDirectory()), Path.GetFullPath(data), field.Simulate, field.Endpoints);
    }

    private static async Task<int> RunAsync(Func<RunSettings> read, CancellationToken cancellationToken)
    {
        try
        {
            var settings = read();
            await PlatformHost.RunAsync(settings, Descriptions.Load(settings.ConfigFolder, Complaints.PrintWarning), cancellationToken);
            return ExitCodes.Success;
        }
        catch (BadInputException wrong)
        {
            return Complaints.Print(wrong);
        }
        catch (Exception wrong) when (wrong is EarlierFormatException or NewerSchemaException)
        {
            return Complaints.Print(new BadInputException($"--data: {wrong.Message}"));
        }
        catch (BrokerStartException wrong) when (wrong.IsBadInput)
        {
            return Complaints.Print(new BadInputException(wrong.Complaints));
        }
        catch (Exception fault) when (fault is BrokerStartException or PortInUseException or StorageException)
        {
            Console.Error.WriteLine(fault.Message);
            return ExitCodes.Failure;
        }
    }
}
