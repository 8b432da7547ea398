using System.Collections.Frozen;
using System.Collections.Immutable;
using Twins.Sites;

namespace Twins.Client.Live;

/// <summary>The live state of one site in this process; it follows the twins while somebody watches the site.</summary>
public sealed class LiveSite
{
    private const long NoContact = long.MinValue;

    private readonly TimeProvider _clock;
    private readonly FrozenDictionary<string, LiveDevice> _devices;
    private long _version;
    private long _lastContact = NoContact;

    internal LiveSite(SiteConfiguration configuration, TimeProvider clock)
    {
        _clock = clock;
        Configuration = configuration;
        Devices = [.. configuration.Devices.Select(definition => new LiveDevice(this, definition, clock))];
        _devices = Devices.ToFrozenDictionary(device => device.Key.Device, StringComparer.Ordinal);
    }

    /// <summary>What is described about the site.</summary>
    public SiteConfiguration Configuration { get; }

    /// <summary>The site's key.</summary>
    public string Key => Configuration.Description.Key;

    /// <summary>The devices, in the order of the site file.</summary>
    public ImmutableArray<LiveDevice> Devices { get; }

    /// <summary>Grows with every change of any device of the site.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Whether a change or a renewal came within <see cref="LiveLease.Silence"/>; false when nobody watches the site.</summary>
    public bool IsLive => Volatile.Read(ref _lastContact) is not NoContact and var contact
        && new MonotonicTime(contact).Elapsed(_clock) <= LiveLease.Silence;

    /// <summary>The device of a key within the site; null when there is none.</summary>
    public LiveDevice? FindDevice(string device) => _devices.GetValueOrDefault(device);

    internal void OnContact() => Volatile.Write(ref _lastContact, MonotonicTime.Now(_clock).Ticks);

    internal void OnEnd() => Volatile.Write(ref _lastContact, NoContact);

    internal void OnChange() => Interlocked.Increment(ref _version);
}
