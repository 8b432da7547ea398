namespace Twins.Hosting.Commands;

/// <summary>What the process says at its end.</summary>
internal static class ExitCodes
{
    /// <summary>It did what was asked.</summary>
    public const int Success = 0;

    /// <summary>It failed while running.</summary>
    public const int Failure = 1;

    /// <summary>What it was given is wrong: descriptions, options, addresses. Nothing was started.</summary>
    public const int BadInput = 2;
}
