using System.Diagnostics;

namespace Twins;

/// <summary>The platform's source of activities: what traces of commands and readings are made of.</summary>
public static class TwinsActivity
{
    /// <summary>Name of the source, for those who listen to it.</summary>
    public const string SourceName = "Twins";

    /// <summary>Tag with the id of a command.</summary>
    public const string CommandId = "twins.command.id";

    /// <summary>The source.</summary>
    public static ActivitySource Source { get; } = new(SourceName);
}
