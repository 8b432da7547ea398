using System.CommandLine;

namespace Twins.Hosting.Commands;

/// <summary>The command line: without a command the platform runs.</summary>
internal static class HostCommandLine
{
    /// <summary>Runs what the arguments ask for and returns the exit code.</summary>
    public static Task<int> RunAsync(string[] arguments)
    {
        var parsed = Create().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                Console.Error.WriteLine(error.Message);
            }

            return Task.FromResult(ExitCodes.BadInput);
        }

        // Signals end the run through the host's own lifetime, which stops sites in order; no second handler competes.
        return parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    }

    /// <summary>The commands and options.</summary>
    public static RootCommand Create()
    {
        var root = RunCommand.Create();
        root.Subcommands.Add(ValidateCommand.Create());
        root.Subcommands.Add(SimulateCommand.Create());
        root.Subcommands.Add(SolveCommand.Create());
        root.Subcommands.Add(BrokerCommand.Create());
        root.Subcommands.Add(MqttPasswordCommand.Create());
        return root;
    }
}
