using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Twins.Hosting.Platform;

/// <summary>What one client, or many, may take of the process.</summary>
internal static class KestrelBounds
{
    private const int Connections = 2_000;
    private const long LargestBody = 1024 * 1024;

    /// <summary>Bounds connections, bodies and headers; further connections are closed at once.</summary>
    public static void Apply(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxConcurrentConnections = Connections;
        options.Limits.MaxConcurrentUpgradedConnections = Connections;
        options.Limits.MaxRequestBodySize = LargestBody;
        options.Limits.MaxRequestHeaderCount = 64;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    }
}
