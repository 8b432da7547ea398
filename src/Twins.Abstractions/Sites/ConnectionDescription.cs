namespace Twins.Sites;

/// <summary>A way to reach devices: one field connection.</summary>
/// <param name="Key">Key within the site, kebab-case.</param>
/// <param name="Settings">How it is opened, in the words of its protocol.</param>
public sealed record ConnectionDescription(string Key, IConnectionSettings Settings);

/// <summary>How a field connection is opened; each protocol has its own.</summary>
public interface IConnectionSettings
{
    /// <summary>The protocol's key, as description files write it, such as <c>modbus</c>.</summary>
    string Protocol { get; }
}

/// <summary>Settings of a connection that is opened to a host and a port.</summary>
public interface INetworkSettings : IConnectionSettings
{
    /// <summary>Host name or address; empty when the connection is to the site's own broker (<see cref="SiteDescription.Broker"/>).</summary>
    string Host { get; }

    /// <summary>TCP port.</summary>
    int Port { get; }

    /// <summary>The same connection to devices that stand elsewhere, such as simulated ones on loopback: without TLS and without credentials.</summary>
    /// <param name="host">Host name or address.</param>
    /// <param name="port">TCP port.</param>
    INetworkSettings At(string host, int port);
}

/// <summary>What a protocol needs to tell a device from the others of its connection, such as a unit id.</summary>
public interface IDeviceAddress
{
    /// <summary>The protocol's key, as description files write it, such as <c>modbus</c>.</summary>
    string Protocol { get; }
}
