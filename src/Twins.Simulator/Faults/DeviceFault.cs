using Twins.Adapters.Modbus.Wire;

namespace Twins.Simulator;

/// <summary>How a simulated device misbehaves, at most in one way at a time.</summary>
public abstract record DeviceFault
{
    private protected DeviceFault()
    {
    }

    /// <summary>Accepts requests and commands, and never answers or reports.</summary>
    public static DeviceFault Silent { get; } = new SilentFault();

    /// <summary>Answers with bytes that are no Modbus frame; publishes what is no payload of its topic.</summary>
    public static DeviceFault Garbage { get; } = new GarbageFault();

    /// <summary>Closes the connection on every request or report, as a device that restarts again and again.</summary>
    public static DeviceFault Disconnecting { get; } = new DisconnectingFault();

    /// <summary>Shows what it showed when the fault began; takes writes, but they do not show either.</summary>
    public static DeviceFault Stuck { get; } = new StuckFault();

    /// <summary>Publishes where nobody listens, as a device that was given another's name. Modbus devices have no topics.</summary>
    public static DeviceFault WrongTopic { get; } = new WrongTopicFault();

    /// <summary>Tells a wrong time of its values. Modbus devices tell none.</summary>
    /// <param name="skew">How far its clock is ahead; behind when negative.</param>
    public static DeviceFault ClockSkew(TimeSpan skew) => new ClockSkewFault(skew);

    /// <summary>Answers, or publishes, late.</summary>
    /// <param name="delay">Time of the clock (not of the simulation) before each answer; longer than zero.</param>
    public static DeviceFault Slow(TimeSpan delay) => delay > TimeSpan.Zero
        ? new SlowFault(delay)
        : throw new ArgumentOutOfRangeException(nameof(delay), delay, "The delay of a slow device must be longer than zero.");

    /// <summary>Refuses every request; over MQTT, every command.</summary>
    /// <param name="code">The exception code of the refusal, also in the answer to an MQTT command.</param>
    public static DeviceFault Refusing(ModbusExceptionCode code) => new RefusingFault(code);

    /// <summary>Shows a wrong number for one point: true value × factor + offset, in the canonical unit.</summary>
    /// <param name="point">Key of the point.</param>
    /// <param name="factor">Factor; finite.</param>
    /// <param name="offset">Offset; finite.</param>
    public static DeviceFault WrongValue(string point, double factor, double offset) => double.IsFinite(factor) && double.IsFinite(offset)
        ? new WrongValueFault(point, factor, offset)
        : throw new ArgumentOutOfRangeException(nameof(factor), $"Factor {factor} and offset {offset} of a wrong value must be finite.");
}

internal sealed record SilentFault : DeviceFault;

internal sealed record GarbageFault : DeviceFault;

internal sealed record DisconnectingFault : DeviceFault;

internal sealed record WrongTopicFault : DeviceFault;

internal sealed record ClockSkewFault(TimeSpan Skew) : DeviceFault;

internal sealed record StuckFault : DeviceFault;

internal sealed record SlowFault(TimeSpan Delay) : DeviceFault;

internal sealed record RefusingFault(ModbusExceptionCode Code) : DeviceFault;

internal sealed record WrongValueFault(string Point, double Factor, double Offset) : DeviceFault;
