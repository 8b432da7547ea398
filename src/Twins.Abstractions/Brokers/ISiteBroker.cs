namespace Twins.Brokers;

/// <summary>The MQTT broker of a site's own gateway; its key is the site's key.</summary>
[Alias("twins.ISiteBroker")]
public interface ISiteBroker : IGrainWithStringKey
{
    /// <summary>How the broker is; null when this site runs none.</summary>
    [AlwaysInterleave]
    Task<BrokerStatus?> GetStatusAsync(CancellationToken cancellationToken = default);
}
