namespace Twins.Storage.Relational.Schema;

/// <summary>The names by which the quarantine says where a record was.</summary>
internal static class Tables
{
    public const string Commands = "commands";
    public const string GrainStates = "grain_states";

    /// <summary>A whole database file.</summary>
    public const string File = "file";
}
