using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;

namespace Twins.Hosting.Clusters;

/// <summary>How the silos of a cluster find each other.</summary>
internal enum ClusterProvider
{
    /// <summary>One silo by itself.</summary>
    Local,

    /// <summary>Members and reminders in Redis.</summary>
    Redis,

    /// <summary>Members and reminders in Azure Table Storage.</summary>
    Azure,

    /// <summary>Members in PostgreSQL, where the operator applied the scripts that Orleans publishes; reminders there are not offered.</summary>
    Postgres,
}

/// <summary>Section <c>Cluster</c> of the settings: whether this host is one silo by itself or a member of a cluster, and how it is reached.</summary>
internal sealed class ClusterSettings : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Cluster";

    /// <summary>Default of <see cref="ServiceId"/> and <see cref="ClusterId"/>.</summary>
    public const string DefaultId = "twins";

    /// <summary>Default of <see cref="ProbeTimeout"/>.</summary>
    public static readonly TimeSpan DefaultProbeTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How the silos find each other; <c>local</c> is one silo by itself.</summary>
    public ClusterProvider Provider { get; set; }

    /// <summary>Where members are registered: of Redis, of a storage account, or of PostgreSQL. Not for <c>local</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The service whose durable data the cluster works on; the same for good.</summary>
    [Required, RegularExpression("[A-Za-z0-9][A-Za-z0-9-]{0,62}", ErrorMessage = "{0} may hold letters, digits and '-', at most 63.")]
    public string ServiceId { get; set; } = DefaultId;

    /// <summary>The cluster; silos with the same id find each other.</summary>
    [Required, RegularExpression("[A-Za-z0-9][A-Za-z0-9-]{0,62}", ErrorMessage = "{0} may hold letters, digits and '-', at most 63.")]
    public string ClusterId { get; set; } = DefaultId;

    /// <summary>The IP address under which the other silos reach this one. Default: loopback, so that silos of one machine find each other.</summary>
    public string AdvertisedAddress { get; set; } = IPAddress.Loopback.ToString();

    /// <summary>The port under which the other silos reach this one. Default 0: a free one.</summary>
    [Range(0, IPEndPoint.MaxPort)]
    public int SiloPort { get; set; }

    /// <summary>The port for clients in processes of their own. Default 0: none.</summary>
    [Range(0, IPEndPoint.MaxPort)]
    public int GatewayPort { get; set; }

    /// <summary>
    /// How long a silo may take to answer a probe; probes follow each other at this pace. A silo that dies is declared dead after
    /// <see cref="MissedProbes"/> of them. Default 2 s: a busy silo that pauses for less than ten seconds is left alone, and the sites of one
    /// whose process has died, which refuses probes at once, answer elsewhere in well under 15 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = DefaultProbeTimeout;

    /// <summary>How many probes in a row a silo may miss before it is suspected. Default 5.</summary>
    [Range(2, 20)]
    public int MissedProbes { get; set; } = 5;

    /// <summary>How many silos must suspect one before it is declared dead; where fewer are left, all of them. Default 2.</summary>
    [Range(1, 10)]
    public int DeathVotes { get; set; } = 2;

    /// <summary>
    /// How long after a silo was declared dead its grains start elsewhere at the earliest: one that lives nevertheless has read so and ended
    /// itself by then. Default 3 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan TakeoverDelay { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Whether further silos may join.</summary>
    public bool IsCluster => Provider != ClusterProvider.Local;

    /// <summary><see cref="AdvertisedAddress"/>, read.</summary>
    public IPAddress Address => IPAddress.Parse(AdvertisedAddress);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(AdvertisedAddress, out IPAddress? address))
        {
            yield return Wrong(nameof(AdvertisedAddress), $"'{AdvertisedAddress}' is not an IP address.");
        }
        else if (!IPAddress.IsLoopback(address) && !IsCluster)
        {
            yield return Wrong(nameof(AdvertisedAddress), $"'{AdvertisedAddress}' has no use while Provider is 'local'.");
        }

        if (IsCluster && string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return Wrong(nameof(ConnectionString), $"is needed while Provider is '{Name(Provider)}'.");
        }

        if (!IsCluster && !string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return Wrong(nameof(ConnectionString), "has no use while Provider is 'local'; name redis, azure or postgres as Provider.");
        }

        if (SiloPort != 0 && SiloPort == GatewayPort)
        {
            yield return Wrong(nameof(GatewayPort), string.Create(CultureInfo.InvariantCulture, $"{GatewayPort} is the silo port already."));
        }
    }

    /// <summary>A provider as settings name it.</summary>
    public static string Name(ClusterProvider provider) => provider.ToString().ToLowerInvariant();

    private static ValidationResult Wrong(string member, string what) => new($"{member} {what}", [member]);
}
