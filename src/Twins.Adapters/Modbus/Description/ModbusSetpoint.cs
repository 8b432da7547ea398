using Twins.Points;

namespace Twins.Adapters.Modbus;

/// <summary>A commanded point of a device: where it is written, where the truth is read, and what counts as followed.</summary>
/// <param name="Target">Where it is written. A bit field of one register is written by function 22, a wider one after reading it.</param>
/// <param name="ReadBack">Where the device shows what it follows; the target itself unless described otherwise.</param>
/// <param name="Write">The write as described: tolerance, watchdog, safe value, limits.</param>
public sealed record ModbusSetpoint(ModbusItem Target, ModbusItem ReadBack, ModbusWrite Write)
{
    /// <summary>Whether the device follows: the read-back is within the tolerance, or half a step of the register.</summary>
    /// <param name="requested">What was asked, in the canonical unit.</param>
    /// <param name="readBack">What was read back, in the canonical unit.</param>
    /// <param name="factors">Scale factors of the device.</param>
    public bool IsFollowed(PointValue requested, PointValue readBack, ModbusScaleFactors factors) =>
        factors.TryGet(Target, out var exponent) is null && Target.Codec.IsSame(requested, readBack, Write.Tolerance, exponent);
}
