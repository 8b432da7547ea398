using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Devices;
using Twins.Sites;
using Twins.Types;

namespace Twins.Adapters.Modbus;

/// <summary>Modbus TCP: the sections of the files that describe it.</summary>
public sealed class ModbusProtocol : IProtocol, IFieldConnectionFactory
{
    /// <summary>The key under which files hold its sections.</summary>
    public const string ProtocolKey = "modbus";

    private static readonly Field<ModbusDescription> Device = Field.Optional<ModbusDescription>(
        ProtocolKey, ModbusMapFields.Reader, null!, "The Modbus map.", "another protocol");

    private static readonly Field<ModbusEndpoint> Connection = Field.Optional<ModbusEndpoint>(
        ProtocolKey, ModbusEndpointFields.Reader, null!, "The Modbus TCP endpoint.", "another protocol");

    private static readonly Field<int> UnitId = Field.Optional("unitId", new IntegerReader(0, 255), ModbusAddress.DefaultUnitId, "Modbus unit id.", "1");

    /// <inheritdoc/>
    public string Key => ProtocolKey;

    /// <inheritdoc/>
    public string Name => "Modbus";

    /// <inheritdoc/>
    public string Places => "registers";

    /// <inheritdoc/>
    public Field DeviceSection => Device;

    /// <inheritdoc/>
    public Field ConnectionSection => Connection;

    /// <inheritdoc/>
    public IReadOnlyList<Field> AddressFields { get; } = [UnitId];

    /// <inheritdoc/>
    public IDeviceAddress ReadAddress(MappingValues values, string device) => new ModbusAddress(values.Get(UnitId));

    /// <inheritdoc/>
    public bool CheckDevice(IProtocolDescription description, TwinType type, ReadingContext context)
    {
        ModbusDeviceChecks.Check((ModbusDescription)description, type, context);
        return true;
    }

    /// <inheritdoc/>
    public void CheckSite(SiteDescription site, ReadingContext context) => ModbusSiteChecks.Check(site, context);

    // A poll's batch and a read-back may wait for a slow twin beside each other.
    int IFieldConnectionFactory.LinkCapacity => 4;

    IFieldConnection IFieldConnectionFactory.Create(FieldContext context) => new ModbusConnection(context);
}
