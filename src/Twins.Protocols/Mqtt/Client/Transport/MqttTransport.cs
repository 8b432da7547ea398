using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;

namespace Twins.Protocols.Mqtt.Client.Transport;

/// <summary>An open way to the server, ready for CONNECT: TCP, TLS over it, or a WebSocket over either (5.0, sections 4.2 and 6).</summary>
/// <param name="stream">What carries the packets.</param>
/// <param name="socket">The socket below it, unless a WebSocket hides that.</param>
internal sealed class MqttTransport(Stream stream, Socket? socket) : IAsyncDisposable
{
    public Stream Stream => stream;

    /// <summary>Opens the way that the options describe.</summary>
    public static Task<MqttTransport> OpenAsync(MqttClientOptions options, CancellationToken cancellationToken) =>
        options.WebSocketPath is null ? OpenSocketAsync(options, cancellationToken) : OpenWebSocketAsync(options, cancellationToken);

    /// <summary>Whether an error of the stream says that the connection is gone.</summary>
    public static bool IsLoss(Exception error) => error is IOException or SocketException or WebSocketException
        or InvalidOperationException or OperationCanceledException;

    /// <summary>
    /// Tells the server that nothing more comes, so that it reads to the end before it closes. A socket that is closed with unread bytes
    /// is reset, and a server that is reset before it has read the DISCONNECT publishes the will.
    /// </summary>
    public async Task FinishSendingAsync()
    {
        try
        {
            if (stream is SslStream encrypted)
            {
                await encrypted.ShutdownAsync().ConfigureAwait(false);
            }

            socket?.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (IsLoss(error))
        {
            // Leaving either way.
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private static async Task<MqttTransport> OpenSocketAsync(MqttClientOptions options, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.PortInUse, cancellationToken).ConfigureAwait(false);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            return new MqttTransport(
                options.Tls is { } tls ? await EncryptAsync(stream, tls, options.Host, cancellationToken).ConfigureAwait(false) : stream,
                socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> EncryptAsync(Stream stream, MqttTlsOptions tls, string host, CancellationToken cancellationToken)
    {
        var encrypted = new SslStream(stream);
        await encrypted.AuthenticateAsClientAsync(Authentication(tls, host), cancellationToken).ConfigureAwait(false);
        return encrypted;
    }

    private static SslClientAuthenticationOptions Authentication(MqttTlsOptions tls, string host) => new()
    {
        TargetHost = tls.ServerName ?? host,
        ClientCertificates = tls.ClientCertificates,
        CertificateChainPolicy = ChainPolicy(tls),
    };

    private static X509ChainPolicy ChainPolicy(MqttTlsOptions tls)
    {
        var policy = new X509ChainPolicy { RevocationMode = tls.RevocationCheck };
        if (tls.TrustedRoots is { } roots)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return policy;
    }

    private static async Task<MqttTransport> OpenWebSocketAsync(MqttClientOptions options, CancellationToken cancellationToken)
    {
        var scheme = options.Tls is null ? "ws" : "wss";
        var address = new UriBuilder(scheme, options.Host, options.PortInUse, options.WebSocketPath).Uri;
        var socket = new ClientWebSocket();
        try
        {
            // The subprotocol is prescribed (MQTT-6.0.0-3); keep-alive is MQTT's own business.
            socket.Options.AddSubProtocol("mqtt");
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            using var handler = new SocketsHttpHandler { UseProxy = false };
            if (options.Tls is { } tls)
            {
                handler.SslOptions = Authentication(tls, options.Host);
            }

            using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
            await socket.ConnectAsync(address, invoker, cancellationToken).ConfigureAwait(false);
            return new MqttTransport(WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: true), socket: null);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
