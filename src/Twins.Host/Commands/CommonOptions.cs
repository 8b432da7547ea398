using System.CommandLine;

namespace Twins.Hosting.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>The folder of descriptions.</summary>
    public static Option<string?> Config() => new("--config")
    {
        Description = "Folder with types, devices and sites [default: silo-config here or above, else beside the program]",
        HelpName = "folder",
    };
}
