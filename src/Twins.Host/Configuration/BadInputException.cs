namespace Twins.Hosting.Configuration;

/// <summary>What the person at the command line gave is wrong; each message names the value and the fix.</summary>
internal sealed class BadInputException(IReadOnlyList<string> complaints) : Exception(string.Join(Environment.NewLine, complaints))
{
    /// <summary>One complaint.</summary>
    public BadInputException(string complaint)
        : this([complaint])
    {
    }

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<string> Complaints { get; } = complaints;
}
