using System.CommandLine;
using Twins.Hosting.Configuration;

namespace Twins.Hosting.Commands;

/// <summary><c>twins validate</c>: checks a folder of descriptions without starting anything.</summary>
internal static class ValidateCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var command = new Command("validate", "Checks types, devices and sites, and lists every error with file, line and fix") { config };
        command.SetAction(parsed => Run(parsed.GetValue(config)));
        return command;
    }

    private static int Run(string? folder)
    {
        try
        {
            var found = ConfigFolder.Find(folder, Directory.GetCurrentDirectory());
            var warnings = 0;
            var catalog = Descriptions.Load(found, warning =>
            {
                warnings++;
                Complaints.PrintWarning(warning);
            });
            Console.WriteLine($"{found}: {catalog.Sites.Length} sites with {catalog.Sites.Sum(site => site.Devices.Length)} devices, no error{(warnings == 0 ? "" : $", {warnings} {(warnings == 1 ? "warning" : "warnings")}")}.");
            return ExitCodes.Success;
        }
        catch (BadInputException wrong)
        {
            return Complaints.Print(wrong);
        }
    }
}
