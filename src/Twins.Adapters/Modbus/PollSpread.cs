using Twins.Sites;

namespace Twins.Adapters.Modbus;

/// <summary>Spreads the first polls of devices over a second, so that thousands are not asked at the same instant. The same on every start.</summary>
internal static class PollSpread
{
    private static readonly TimeSpan Width = TimeSpan.FromSeconds(1);

    public static TimeSpan FirstPoll(DeviceKey device)
    {
        // FNV-1a, 32 bit: string.GetHashCode differs from start to start.
        uint hash = 2166136261;
        foreach (char character in device.ToString())
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return Width * (hash / (double)uint.MaxValue);
    }
}
