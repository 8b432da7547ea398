using Twins.Model.Sites;

namespace Twins.Grains.Adapters;

/// <summary>Says where a described connection is to be opened: at the described endpoint, or where a simulator serves it.</summary>
public interface IConnectionResolver
{
    /// <summary>The endpoint of a Modbus connection.</summary>
    /// <param name="site">Key of the site.</param>
    /// <param name="connection">The connection as described.</param>
    ResolvedEndpoint Resolve(string site, ConnectionDescription connection);
}

/// <summary>Where a connection is opened.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Simulated">Whether a simulated device stands there.</param>
public readonly record struct ResolvedEndpoint(string Host, int Port, bool Simulated);

/// <summary>Opens connections where the site file says.</summary>
public sealed class DescribedConnections : IConnectionResolver
{
    /// <inheritdoc/>
    public ResolvedEndpoint Resolve(string site, ConnectionDescription connection) => connection.Modbus is { } modbus
        ? new ResolvedEndpoint(modbus.Host, modbus.Port, Simulated: false)
        : throw new NotSupportedException($"The connection '{site}/{connection.Key}' has no endpoint.");
}
