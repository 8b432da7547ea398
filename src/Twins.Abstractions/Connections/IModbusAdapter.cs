namespace Twins.Connections;

/// <summary>An adapter that speaks Modbus TCP.</summary>
[Alias("twins.IModbusAdapter")]
public interface IModbusAdapter : IAdapter;
