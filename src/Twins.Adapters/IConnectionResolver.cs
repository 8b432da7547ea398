using Twins.Sites;

namespace Twins.Adapters;

/// <summary>Says where a described connection is to be opened: at the described endpoint, or where a simulator serves it.</summary>
public interface IConnectionResolver
{
    /// <summary>The endpoint of a connection.</summary>
    /// <param name="site">Key of the site.</param>
    /// <param name="connection">The connection as described.</param>
    /// <exception cref="NotSupportedException">There is none, with the reason: it belongs to another process, or is not simulated.</exception>
    ResolvedEndpoint Resolve(string site, ConnectionDescription connection);
}

/// <summary>Where a connection is opened.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Simulated">Whether a simulated device stands there.</param>
/// <param name="Login">As whom, where the process itself knows better than the site file: at the site's own broker; null elsewhere.</param>
public readonly record struct ResolvedEndpoint(string Host, int Port, bool Simulated, ResolvedLogin? Login = null);

/// <summary>As whom a connection presents itself.</summary>
/// <param name="UserName">User name.</param>
/// <param name="Password">Password, made for this run of the process.</param>
public sealed record ResolvedLogin(string UserName, string Password);

/// <summary>Opens connections where the site file says.</summary>
public sealed class DescribedConnections : IConnectionResolver
{
    /// <inheritdoc/>
    public ResolvedEndpoint Resolve(string site, ConnectionDescription connection) => connection.Settings switch
    {
        INetworkSettings { Host: not "" } network => new ResolvedEndpoint(network.Host, network.Port, Simulated: false),
        INetworkSettings => throw new NotSupportedException($"The connection '{site}/{connection.Key}' needs the site's own broker, which does not run here."),
        _ => throw new NotSupportedException($"The connection '{site}/{connection.Key}' has no endpoint."),
    };
}
