using System.ComponentModel.DataAnnotations;
using System.Net;
using Twins.Adapters.Validation;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>Where a server listens and how much it takes on. Checked when the server is created.</summary>
public sealed record ModbusTcpServerOptions
{
    /// <summary>Default of <see cref="MaxConnections"/>.</summary>
    public const int DefaultMaxConnections = 64;

    /// <summary>Default of <see cref="IdleTimeout"/>: 5 min.</summary>
    public static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Address to listen on; loopback unless set. The protocol has no security of its own.</summary>
    [Required(ErrorMessage = "Address is missing; the default is loopback.")]
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port, 0 to 65535; 0, the default, lets the system choose a free one (<see cref="ModbusTcpServer.Endpoint"/>).</summary>
    [Within("0", "65535")]
    public int Port { get; init; }

    /// <summary>How many connections are served at once, 1 to 65536; 64 unless set. One more is closed as soon as it is accepted.</summary>
    [Within("1", "65536")]
    public int MaxConnections { get; init; } = DefaultMaxConnections;

    /// <summary>After how long without a complete request a connection is closed; 1 ms to 1 day, 5 min unless set.</summary>
    [Within("00:00:00.001", "1.00:00:00")]
    public TimeSpan IdleTimeout { get; init; } = DefaultIdleTimeout;
}
