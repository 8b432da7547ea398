using Twins.Sites;

namespace Twins.Adapters.Modbus;

/// <summary>A Modbus TCP endpoint.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port; 502 by default.</param>
/// <param name="Timeout">Time a request may take; 1 s by default.</param>
/// <param name="MaxInFlight">Requests that may be under way at once; 1 for devices that take no more.</param>
public sealed record ModbusEndpoint(string Host, int Port, TimeSpan Timeout, int MaxInFlight) : INetworkSettings
{
    /// <summary>How long to wait after connecting before the first request, for devices that are not ready at once; zero unless stated.</summary>
    public TimeSpan ConnectDelay { get; init; }

    /// <summary>
    /// Whether an answer whose transaction or unit id is not the request's counts as its answer. Some sold devices echo neither; possible only with
    /// one request in flight.
    /// </summary>
    public bool AcceptMismatchedIds { get; init; }

    /// <inheritdoc/>
    public string Protocol => ModbusProtocol.ProtocolKey;

    /// <inheritdoc/>
    public INetworkSettings At(string host, int port) => this with { Host = host, Port = port };
}

/// <summary>Which unit of its connection a device is.</summary>
/// <param name="UnitId">Modbus unit id, 0 to 255; 1 unless stated.</param>
public sealed record ModbusAddress(int UnitId) : IDeviceAddress
{
    /// <summary>The unit id of a device whose site file states none.</summary>
    public const int DefaultUnitId = 1;

    /// <inheritdoc/>
    public string Protocol => ModbusProtocol.ProtocolKey;

    /// <summary>The unit id of a device of a site.</summary>
    public static int UnitIdOf(DeviceEntry entry) => (entry.Address as ModbusAddress)?.UnitId ?? DefaultUnitId;
}
