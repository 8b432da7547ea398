namespace Twins.Runtime;

/// <summary>Stored state changed since it was read: the writer's memory is not what is stored.</summary>
public class InconsistentStateException : Exception
{
    /// <summary>Without further detail.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>With a message.</summary>
    /// <param name="message">Which state, and what was found.</param>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">Which state, and what was found.</param>
    /// <param name="innerException">What the storage reported.</param>
    public InconsistentStateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>With both versions.</summary>
    /// <param name="errorMsg">Which state, and what was found.</param>
    /// <param name="storedEtag">The version in storage; null where nothing is stored.</param>
    /// <param name="currentEtag">The version that the writer had read; null where it had found nothing.</param>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : base(errorMsg)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>The version in storage; null where nothing is stored or it is unknown.</summary>
    public string? StoredEtag { get; }

    /// <summary>The version that the writer had read; null where it had found nothing.</summary>
    public string? CurrentEtag { get; }
}
