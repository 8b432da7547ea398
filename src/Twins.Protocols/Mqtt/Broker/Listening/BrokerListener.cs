using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Twins.Protocols.Mqtt.Broker.Listening;

/// <summary>Accepts connections on one address, and completes TLS's handshake where there is one.</summary>
internal sealed class BrokerListener : IDisposable
{
    private const int Backlog = 1024;

    private static readonly TimeSpan PauseAfterFailedAccept = TimeSpan.FromMilliseconds(50);

    private readonly MqttListenerOptions _options;
    private readonly TimeSpan _connectTimeout;
    private readonly TimeProvider _time;
    private readonly Socket _socket;

    /// <exception cref="SocketException">The address cannot be listened on: in use, not permitted, not of this machine.</exception>
    public BrokerListener(MqttListenerOptions options, TimeSpan connectTimeout, TimeProvider time)
    {
        _options = options;
        _connectTimeout = connectTimeout;
        _time = time;
        _socket = new Socket(options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(new IPEndPoint(options.Address, options.Port));
            _socket.Listen(Backlog);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }

        Endpoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    /// <summary>Where it listens, with the port that the system chose.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Accepts until <paramref name="stopping"/>.</summary>
    /// <param name="admit">Takes an accepted socket, which is its own from then on.</param>
    /// <param name="stopping">Ends the loop.</param>
    public async Task AcceptAsync(Action<Socket> admit, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var client = await _socket.AcceptAsync(stopping).ConfigureAwait(false);
                client.NoDelay = true;
                client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
                admit(client);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                // The client gave up before it was accepted, or the system is short of sockets: the pause keeps the latter
                // from filling a processor.
                await Task.Delay(PauseAfterFailedAccept, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Makes the accepted socket a transport: plain, or with TLS's handshake done.</summary>
    /// <exception cref="AuthenticationException">The handshake failed.</exception>
    /// <exception cref="OperationCanceledException">It took longer than the connect time-out, or the broker stops.</exception>
    public async Task<(Stream Transport, MqttPeer Peer)> OpenAsync(Socket client, CancellationToken stopping)
    {
        var remote = client.RemoteEndPoint;
        var plain = new NetworkStream(client, ownsSocket: true);
        if (_options.Tls is not { } tls)
        {
            return (plain, new MqttPeer("tcp", remote));
        }

        var secured = new SslStream(plain);
        try
        {
            using var expiry = new CancellationTokenSource(_connectTimeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, expiry.Token);
            await secured.AuthenticateAsServerAsync(tls, either.Token).ConfigureAwait(false);
        }
        catch
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        var certificate = secured.RemoteCertificate as X509Certificate2;
        return (secured, new MqttPeer("tls", remote, certificate));
    }

    public void Dispose() => _socket.Dispose();
}
