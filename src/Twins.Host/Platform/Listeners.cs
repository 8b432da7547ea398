using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Twins.Hosting.Platform;

/// <summary>
/// The sockets that the web server listens on, taken before anything else starts: a port in use is known before a device is contacted, and
/// a free port that the system chose is known before it is told to others.
/// </summary>
internal sealed class Listeners : IDisposable
{
    private const int Backlog = 512;

    private readonly Dictionary<IPEndPoint, Socket> _sockets = [];
    private readonly List<Uri> _urls = [];

    /// <summary>Where is listened, with the ports that the system chose.</summary>
    public IReadOnlyList<Uri> Urls => _urls;

    /// <summary>Takes the ports of the addresses.</summary>
    /// <exception cref="PortInUseException">Another program listens there.</exception>
    public static Listeners Open(IReadOnlyList<Uri> addresses)
    {
        var listeners = new Listeners();
        try
        {
            foreach (var address in addresses)
            {
                listeners.Add(address);
            }

            return listeners;
        }
        catch
        {
            listeners.Dispose();
            throw;
        }
    }

    /// <summary>Lets the web server use the sockets.</summary>
    public void Apply(IWebHostBuilder web)
    {
        web.UseUrls();
        web.PreferHostingUrls(false);
        web.UseSockets(transport => transport.CreateBoundListenSocket = Take);
        web.ConfigureKestrel(kestrel =>
        {
            foreach (var endpoint in _sockets.Keys)
            {
                kestrel.Listen(endpoint);
            }
        });
    }

    /// <summary>Frees what the web server has not taken.</summary>
    public void Dispose()
    {
        foreach (var socket in _sockets.Values)
        {
            socket.Dispose();
        }
    }

    private Socket Take(EndPoint endpoint) => _sockets[(IPEndPoint)endpoint];

    private void Add(Uri address)
    {
        if (address.Host != "localhost")
        {
            var port = Listen(new IPEndPoint(IPAddress.Parse(address.Host.Trim('[', ']')), address.Port), address);
            _urls.Add(new UriBuilder(address) { Port = port }.Uri);
            return;
        }

        // Browsers try either family first: the same port on both, where the machine has both.
        var chosen = Listen(new IPEndPoint(IPAddress.Loopback, address.Port), address);
        if (Socket.OSSupportsIPv6)
        {
            try
            {
                Listen(new IPEndPoint(IPAddress.IPv6Loopback, chosen), address);
            }
            catch (PortInUseException) when (address.Port == 0)
            {
                // The system chose a port of the other family that is taken here; that family is done without.
            }
        }

        _urls.Add(new UriBuilder(address) { Port = chosen }.Uri);
    }

    private int Listen(IPEndPoint endpoint, Uri asked)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            socket.Listen(Backlog);
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressNotAvailable && endpoint.AddressFamily == AddressFamily.InterNetworkV6 && asked.Host == "localhost")
        {
            socket.Dispose();
            return endpoint.Port;
        }
        catch (SocketException fault)
        {
            socket.Dispose();
            throw new PortInUseException(string.Create(CultureInfo.InvariantCulture, $"--urls: cannot listen on {asked.GetLeftPart(UriPartial.Authority)}: {Reason(fault)}."));
        }

        var bound = (IPEndPoint)socket.LocalEndPoint!;
        _sockets.Add(bound, socket);
        return bound.Port;
    }

    private static string Reason(SocketException fault) => fault.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "another program listens there",
        SocketError.AccessDenied => "ports below 1024 need a permission that this process lacks",
        SocketError.AddressNotAvailable => "this machine has no such address",
        _ => fault.Message,
    };
}

/// <summary>A port cannot be listened on; the message is for the person at the command line.</summary>
internal sealed class PortInUseException(string message) : Exception(message);
