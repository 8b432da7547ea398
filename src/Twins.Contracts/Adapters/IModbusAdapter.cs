namespace Twins.Contracts.Adapters;

/// <summary>An adapter that speaks Modbus TCP.</summary>
[Alias("twins.IModbusAdapter")]
public interface IModbusAdapter : IAdapter;
