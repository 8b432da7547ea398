namespace Twins.Runtime;

/// <summary>A bound of the engine was reached; the message names the limit, its value and the grain.</summary>
public sealed class LimitExceededException : Exception
{
    /// <summary>Without further detail.</summary>
    public LimitExceededException()
    {
    }

    /// <summary>With a message.</summary>
    /// <param name="message">The limit, its value and the place.</param>
    public LimitExceededException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">The limit, its value and the place.</param>
    /// <param name="innerException">The cause.</param>
    public LimitExceededException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
