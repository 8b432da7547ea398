namespace Twins.Runtime;

/// <summary>An observer was called whose object is gone or whose reference was deleted.</summary>
public sealed class ObserverGoneException : Exception
{
    /// <summary>Without further detail.</summary>
    public ObserverGoneException()
    {
    }

    /// <summary>With a message.</summary>
    /// <param name="message">Which observer, and how it went.</param>
    public ObserverGoneException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">Which observer, and how it went.</param>
    /// <param name="innerException">The cause.</param>
    public ObserverGoneException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
