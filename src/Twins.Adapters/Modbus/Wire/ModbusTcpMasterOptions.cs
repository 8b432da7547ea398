using System.ComponentModel.DataAnnotations;
using Twins.Adapters.Validation;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>How a master reaches and treats its device. Checked when the master is created.</summary>
public sealed record ModbusTcpMasterOptions : IValidatableObject
{
    /// <summary>The registered port (Modbus Messaging on TCP/IP Implementation Guide V1.0b, section 4.3.2).</summary>
    public const int DefaultPort = 502;

    /// <summary>Default of <see cref="MaxInFlight"/>.</summary>
    public const int DefaultMaxInFlight = 8;

    /// <summary>Default of <see cref="QueueCapacity"/>.</summary>
    public const int DefaultQueueCapacity = 256;

    /// <summary>Default of <see cref="SilencesBeforeReconnect"/>.</summary>
    public const int DefaultSilencesBeforeReconnect = 3;

    /// <summary>Default of <see cref="Jitter"/>.</summary>
    public const double DefaultJitter = 0.2;

    /// <summary>Default of <see cref="RequestTimeout"/>: 1 s.</summary>
    public static readonly TimeSpan DefaultRequestTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Default of <see cref="ConnectTimeout"/>: 3 s.</summary>
    public static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Default of <see cref="ReconnectDelay"/>: 0.5 s.</summary>
    public static readonly TimeSpan DefaultReconnectDelay = TimeSpan.FromSeconds(0.5);

    /// <summary>Default of <see cref="MaxReconnectDelay"/>: 30 s.</summary>
    public static readonly TimeSpan DefaultMaxReconnectDelay = TimeSpan.FromSeconds(30);

    /// <summary>Default of <see cref="UnitRestDelay"/>: 1 s.</summary>
    public static readonly TimeSpan DefaultUnitRestDelay = TimeSpan.FromSeconds(1);

    /// <summary>Default of <see cref="MaxUnitRestDelay"/>: 30 s.</summary>
    public static readonly TimeSpan DefaultMaxUnitRestDelay = TimeSpan.FromSeconds(30);

    /// <summary>Host name or address of the device or gateway.</summary>
    [Required(ErrorMessage = "Host is empty, but must name a host or an address.")]
    public required string Host { get; init; }

    /// <summary>TCP port, 1 to 65535; 502 unless set.</summary>
    [Within("1", "65535")]
    public int Port { get; init; } = DefaultPort;

    /// <summary>How long an answer is waited for, from the moment its request is sent; 1 ms to 10 min, 1 s unless set.</summary>
    [Within("00:00:00.001", "00:10:00")]
    public TimeSpan RequestTimeout { get; init; } = DefaultRequestTimeout;

    /// <summary>How long an attempt to connect may take; 1 ms to 10 min, 3 s unless set.</summary>
    [Within("00:00:00.001", "00:10:00")]
    public TimeSpan ConnectTimeout { get; init; } = DefaultConnectTimeout;

    /// <summary>
    /// How many requests may be unanswered on the wire at once, 1 to 256; 8 unless set. Some devices take only 1. A request
    /// that the caller has cancelled keeps its place until it is answered or timed out.
    /// </summary>
    [Within("1", "256")]
    public int MaxInFlight { get; init; } = DefaultMaxInFlight;

    /// <summary>How many requests may wait to be sent, 1 to 65536; 256 unless set. One more fails with <see cref="ModbusBusyException"/>.</summary>
    [Within("1", "65536")]
    public int QueueCapacity { get; init; } = DefaultQueueCapacity;

    /// <summary>Wait before a lost or refused connection is tried again; doubled by each failure; 1 ms to 1 h, 0.5 s unless set.</summary>
    [Within("00:00:00.001", "01:00:00")]
    public TimeSpan ReconnectDelay { get; init; } = DefaultReconnectDelay;

    /// <summary>The most that <see cref="ReconnectDelay"/> grows to; 30 s unless set.</summary>
    [Within("00:00:00.001", "01:00:00")]
    public TimeSpan MaxReconnectDelay { get; init; } = DefaultMaxReconnectDelay;

    /// <summary>
    /// How long a unit that left a request unanswered is not asked again, so that it does not hold up the others; doubled
    /// by each request in a row that it leaves unanswered; 1 ms to 1 h, 1 s unless set.
    /// </summary>
    [Within("00:00:00.001", "01:00:00")]
    public TimeSpan UnitRestDelay { get; init; } = DefaultUnitRestDelay;

    /// <summary>The most that <see cref="UnitRestDelay"/> grows to; 30 s unless set.</summary>
    [Within("00:00:00.001", "01:00:00")]
    public TimeSpan MaxUnitRestDelay { get; init; } = DefaultMaxUnitRestDelay;

    /// <summary>
    /// By which fraction delays are varied at random to either side, 0 to 0.5, so that many masters do not try at the same
    /// moment; 0.2 unless set.
    /// </summary>
    [Within("0", "0.5")]
    public double Jitter { get; init; } = DefaultJitter;

    /// <summary>
    /// After how many timeouts one after the other, with nothing received between them, the connection is given up and
    /// opened again, 1 to 1000; 3 unless set. It is how a device that lost its end of the connection is found.
    /// </summary>
    [Within("1", "1000")]
    public int SilencesBeforeReconnect { get; init; } = DefaultSilencesBeforeReconnect;

    /// <summary>How long to wait after connecting before the first request; 0 to 1 min, 0 unless set.</summary>
    [Within("00:00:00", "00:01:00")]
    public TimeSpan ConnectDelay { get; init; }

    /// <summary>
    /// Whether an answer whose transaction or unit id is not that of the request counts as its answer. Only with <see cref="MaxInFlight"/> 1; false
    /// unless set.
    /// </summary>
    public bool AcceptMismatchedIds { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxReconnectDelay < ReconnectDelay)
        {
            yield return new ValidationResult(
                $"MaxReconnectDelay is {MaxReconnectDelay}, but must not be below ReconnectDelay, {ReconnectDelay}.");
        }

        if (AcceptMismatchedIds && MaxInFlight != 1)
        {
            yield return new ValidationResult($"AcceptMismatchedIds is set, and MaxInFlight is {MaxInFlight}, but must be 1 then.");
        }

        if (MaxUnitRestDelay < UnitRestDelay)
        {
            yield return new ValidationResult(
                $"MaxUnitRestDelay is {MaxUnitRestDelay}, but must not be below UnitRestDelay, {UnitRestDelay}.");
        }
    }
}
