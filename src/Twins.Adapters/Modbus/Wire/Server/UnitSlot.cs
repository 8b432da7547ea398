namespace Twins.Adapters.Modbus.Wire.Server;

/// <summary>A unit and the turn to call it: one request at a time.</summary>
internal sealed class UnitSlot(IModbusUnit unit)
{
    public IModbusUnit Unit { get; } = unit;

    /// <summary>Held while the unit carries out a request.</summary>
    public SemaphoreSlim Turn { get; } = new(1);
}
