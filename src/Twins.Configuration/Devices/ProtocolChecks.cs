using Twins.Configuration.Fields;

namespace Twins.Configuration.Devices;

/// <summary>A device, and a connection, speaks one protocol.</summary>
internal static class ProtocolChecks
{
    /// <summary>Reports none, and more than one.</summary>
    public static void CheckOne(MappingValues values, Field modbus, Field mqtt, string noun, ReadingContext context)
    {
        var (hasModbus, hasMqtt) = (values.IsWritten(modbus), values.IsWritten(mqtt));
        if (hasModbus && hasMqtt)
        {
            context.Error(values.PlaceOf(mqtt), $"{noun} speaks one protocol, not 'modbus' and 'mqtt'", "keep one of them");
        }
        else if (!hasModbus && !hasMqtt)
        {
            context.Error(values.Place, $"{noun} needs a protocol", $"add 'modbus': {modbus.Expectation}, or 'mqtt': {mqtt.Expectation}");
        }
    }
}
