namespace Twins.Runtime;

/// <summary>
/// A call waits for a grain that waits for the call: it could only have ended by its time-out. The message names the chain.
/// </summary>
public sealed class CallCycleException : TimeoutException
{
    /// <summary>Without further detail.</summary>
    public CallCycleException()
    {
    }

    /// <summary>With the chain.</summary>
    /// <param name="message">The grains and methods of the cycle.</param>
    public CallCycleException(string message)
        : base(message)
    {
    }

    /// <summary>With the chain and a cause.</summary>
    /// <param name="message">The grains and methods of the cycle.</param>
    /// <param name="innerException">The cause.</param>
    public CallCycleException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
