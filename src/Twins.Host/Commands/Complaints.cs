using Twins.Hosting.Configuration;

namespace Twins.Hosting.Commands;

/// <summary>Tells the person at the command line what is wrong.</summary>
internal static class Complaints
{
    /// <summary>Prints every complaint on its own line, and returns the exit code.</summary>
    public static int Print(BadInputException wrong)
    {
        foreach (var complaint in wrong.Complaints)
        {
            Console.Error.WriteLine(complaint);
        }

        if (wrong.Complaints.Count > 1)
        {
            Console.Error.WriteLine($"{wrong.Complaints.Count} errors; nothing was started.");
        }

        return ExitCodes.BadInput;
    }

    /// <summary>Prints what loads but will not work as well as it could.</summary>
    public static void PrintWarning(string warning) => Console.Error.WriteLine($"warning: {warning}");
}
