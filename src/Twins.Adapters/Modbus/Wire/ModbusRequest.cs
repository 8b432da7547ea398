using System.Globalization;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>What was asked of whom: carried by every error, so that a message can be understood without the code around it.</summary>
/// <param name="Function">The function code.</param>
/// <param name="UnitId">The unit identifier: the device behind a gateway; 255, 0 or 1 by convention for a device of its own.</param>
/// <param name="Address">First address on the wire, from 0 (of the read part for function 23).</param>
/// <param name="Count">Registers or bits (of the read part for function 23).</param>
public readonly record struct ModbusRequest(ModbusFunction Function, byte UnitId, ushort Address, int Count)
{
    /// <summary>Reads as in <c>function 3 (ReadHoldingRegisters) of unit 1, address 100, count 10</c>.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture, $"function {(int)Function} ({Function}) of unit {UnitId}, address {Address}, count {Count}");
}
