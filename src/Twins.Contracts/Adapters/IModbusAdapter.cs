namespace Twins.Contracts.Adapters;

/// <summary>An adapter that speaks Modbus TCP.</summary>
public interface IModbusAdapter : IAdapter;
