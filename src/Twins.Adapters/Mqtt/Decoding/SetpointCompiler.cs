using Twins.Points;
using Twins.Sites;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>Compiles the commands of a device.</summary>
internal static class SetpointCompiler
{
    /// <summary>The commanded points, each part's own.</summary>
    public static IEnumerable<MqttSetpoint> Compile(TwinDefinition device)
    {
        var mqtt = (MqttDescription)device.Description.Protocol;
        foreach (var command in mqtt.Commands)
        {
            foreach (var address in PointAddress.Of(device, command.Key, command.FirstIndex))
            {
                if (MqttPayload.TryCompile(command.Payload, command.Format, device.Points[address.Ordinal], command.Value, command.Decimals, device.TimeZone, out var payload) is { } complaint)
                {
                    throw new ArgumentException($"'{device.Key}', {command.Key}: {complaint}", nameof(device));
                }

                yield return new MqttSetpoint(command, address, payload, FindReadBack(device, mqtt.ReadBackOf(command), address));
            }
        }
    }

    // Of a group, the read-back is of the same part.
    private static int? FindReadBack(TwinDefinition device, string? key, PointAddress address)
    {
        if (key is null)
        {
            return null;
        }

        var (group, name) = PointKeys.Split(key);
        var own = group is null ? name : $"{address.Key[..address.Key.LastIndexOf('.')]}.{name}";
        return device.Points.TryGetOrdinal(own, out var ordinal) ? ordinal : null;
    }
}
