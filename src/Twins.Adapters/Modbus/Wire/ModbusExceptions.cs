using System.Globalization;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// A Modbus request that came to no good end. The derived types say who is at fault: the device
/// (<see cref="ModbusDeviceException"/>, <see cref="ModbusProtocolException"/>), the device or the way to it
/// (<see cref="ModbusTimeoutException"/>, <see cref="ModbusUnitBackoffException"/>, <see cref="ModbusConnectionException"/>)
/// or the load put on the connection (<see cref="ModbusBusyException"/>). A wrong argument is an
/// <see cref="ArgumentOutOfRangeException"/> and none of these.
/// </summary>
public abstract class ModbusException : Exception
{
    private protected ModbusException(string message, ModbusRequest? request, Exception? innerException = null)
        : base(message, innerException) => Request = request;

    /// <summary>What was asked; <see langword="null"/> when the error concerns the connection and no request in particular.</summary>
    public ModbusRequest? Request { get; }

    /// <summary>
    /// Whether bytes of the request were handed to the network: then the device may have carried it out, whatever the error. The transport knows;
    /// it is never inferred from the kind of the error.
    /// </summary>
    public bool WasSent { get; internal set; }

    /// <summary>Whether earlier steps of the same write were carried out.</summary>
    internal bool WasPartlyDone { get; private set; }

    /// <summary>The error as that of a later step of a write: part of it was carried out.</summary>
    internal ModbusException AsPartlyDone()
    {
        WasPartlyDone = true;
        return this;
    }

    /// <summary>The error as that of a step before a write: of the write itself nothing was sent.</summary>
    internal ModbusException AsNotSent()
    {
        WasSent = false;
        return this;
    }
}

/// <summary>The device (or the gateway before it) answered with an exception response: it is alive and refuses.</summary>
public sealed class ModbusDeviceException : ModbusException
{
    /// <summary>Creates the error.</summary>
    /// <param name="endpoint">Host and port of the device.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="code">The code of the response. A number outside the enumeration is kept: some vendors have their own.</param>
    public ModbusDeviceException(string endpoint, ModbusRequest request, ModbusExceptionCode code)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{endpoint} refused {request} with exception {(int)code} ({Name(code)})."),
            request)
    {
        Code = code;
        WasSent = true;
    }

    /// <summary>Why the device refused.</summary>
    public ModbusExceptionCode Code { get; }

    private static string Name(ModbusExceptionCode code) => Enum.IsDefined(code) ? code.ToString() : "not in the standard";
}

/// <summary>The answer breaks the protocol. When frames can no longer be told apart, the connection is closed as well.</summary>
public sealed class ModbusProtocolException : ModbusException
{
    /// <summary>Creates the error.</summary>
    /// <param name="endpoint">Host and port of the device.</param>
    /// <param name="violation">What is wrong, as a clause that names the value and what it should have been.</param>
    /// <param name="request">What was asked, if the answer belongs to a request.</param>
    public ModbusProtocolException(string endpoint, string violation, ModbusRequest? request)
        : base(
            request is { } asked
                ? $"{endpoint} answered {asked} wrongly: {violation}."
                : $"{endpoint} sent what is no Modbus frame: {violation}.",
            request)
    {
        Violation = violation;
        WasSent = true;
    }

    /// <summary>What is wrong, as a clause that names the value and what it should have been.</summary>
    public string Violation { get; }
}

/// <summary>The request was sent and not answered in time. Whether the device carried it out is unknown.</summary>
public sealed class ModbusTimeoutException : ModbusException
{
    /// <summary>Creates the error.</summary>
    /// <param name="endpoint">Host and port of the device.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="timeout">How long the answer was waited for.</param>
    public ModbusTimeoutException(string endpoint, ModbusRequest request, TimeSpan timeout)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{endpoint} did not answer {request} within {timeout.TotalMilliseconds} ms."),
            request)
    {
        Timeout = timeout;
        WasSent = true;
    }

    /// <summary>How long the answer was waited for.</summary>
    public TimeSpan Timeout { get; }
}

/// <summary>
/// There is no connection: refused, unreachable, lost, or waiting to be tried again. A request that had been sent may have
/// been carried out; one that had not been sent was not.
/// </summary>
public sealed class ModbusConnectionException : ModbusException
{
    /// <summary>Creates the error.</summary>
    /// <param name="endpoint">Host and port of the connection.</param>
    /// <param name="reason">What happened, as a clause: <c>the connection was closed by the device</c>.</param>
    /// <param name="request">The request that failed with it, if one did.</param>
    /// <param name="retryIn">After what time the connection is tried again; <see langword="null"/> when that is not settled, or never.</param>
    /// <param name="innerException">The error of the network, if there was one.</param>
    public ModbusConnectionException(
        string endpoint,
        string reason,
        ModbusRequest? request = null,
        TimeSpan? retryIn = null,
        Exception? innerException = null)
        : base(Describe(endpoint, reason, request, retryIn), request, innerException)
    {
        Reason = reason;
        RetryIn = retryIn;
    }

    /// <summary>What happened, as a clause.</summary>
    public string Reason { get; }

    /// <summary>After what time the connection is tried again; <see langword="null"/> when that is not settled, or never.</summary>
    public TimeSpan? RetryIn { get; }

    private static string Describe(string endpoint, string reason, ModbusRequest? request, TimeSpan? retryIn)
    {
        var subject = request is { } asked ? $" for {asked}" : "";
        var next = retryIn is { } time ? FormattableString.Invariant($"; the next attempt is in {time.TotalSeconds:0.###} s") : "";
        return $"There is no connection to {endpoint}{subject}: {reason}{next}.";
    }
}

/// <summary>
/// The request was not sent: its unit left earlier requests unanswered (or its gateway got no answer from it, exception 11) and
/// is given time, so that it does not hold up the other units of the connection.
/// </summary>
public sealed class ModbusUnitBackoffException : ModbusException
{
    /// <summary>Creates the error.</summary>
    /// <param name="endpoint">Host and port of the connection.</param>
    /// <param name="request">What would have been asked.</param>
    /// <param name="timeouts">How many requests in a row the unit left unanswered.</param>
    /// <param name="retryIn">After what time the next request to the unit is sent again.</param>
    public ModbusUnitBackoffException(string endpoint, ModbusRequest request, int timeouts, TimeSpan retryIn)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{endpoint} was not asked for {request}: the unit left {timeouts} request(s) in a row unanswered and is tried again in {retryIn.TotalSeconds:0.###} s."),
            request)
    {
        Timeouts = timeouts;
        RetryIn = retryIn;
    }

    /// <summary>How many requests in a row the unit left unanswered.</summary>
    public int Timeouts { get; }

    /// <summary>After what time the unit is asked again; zero while one request finds out.</summary>
    public TimeSpan RetryIn { get; }
}

/// <summary>The request was not accepted: as many as the queue holds are waiting already. Ask less often, or of fewer registers.</summary>
public sealed class ModbusBusyException : ModbusException
{
    /// <summary>Creates the error.</summary>
    /// <param name="endpoint">Host and port of the connection.</param>
    /// <param name="request">What was not accepted.</param>
    /// <param name="capacity">How many requests may wait.</param>
    public ModbusBusyException(string endpoint, ModbusRequest request, int capacity)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{endpoint} was not asked for {request}: {capacity} requests are waiting, which is the limit."),
            request) =>
        Capacity = capacity;

    /// <summary>How many requests may wait.</summary>
    public int Capacity { get; }
}
