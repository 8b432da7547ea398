using System.Text;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>The devices of a map by their names on the broker, looked up in payloads without making strings.</summary>
internal sealed class DeviceNames
{
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _devices;

    public DeviceNames(IEnumerable<(string Name, int Device)> devices) => _devices = devices
        .ToDictionary(pair => Encoding.UTF8.GetBytes(pair.Name), pair => pair.Device, Utf8Comparer.Instance)
        .GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The device of a name; −1 when there is none.</summary>
    public int Find(ReadOnlySpan<byte> name) => _devices.TryGetValue(name, out var device) ? device : -1;
}
