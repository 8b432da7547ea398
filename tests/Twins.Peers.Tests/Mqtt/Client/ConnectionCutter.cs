using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Twins.Peers.Tests.Mqtt.Client;

/// <summary>
/// A way to a server that breaks connections after a number of bytes, in the middle of packets and between them, as often as it is told
/// to; then it holds. What was on its way when it breaks is lost.
/// </summary>
internal sealed class ConnectionCutter : IAsyncDisposable
{
    private const int MaxLife = 600;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Task> _connections = [];
    private readonly ConcurrentDictionary<Action, bool> _cuts = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _target;
    private readonly Random _random;
    private readonly Task _accepting;
    private int _cutsLeft;

    /// <param name="target">The server's port.</param>
    /// <param name="seed">Decides when connections break.</param>
    /// <param name="cuts">How many connections break.</param>
    public ConnectionCutter(int target, int seed, int cuts)
    {
        _target = target;
        _random = new Random(seed);
        _cutsLeft = cuts;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether what comes is swallowed, in both directions, while the connections stand: a half-open link.</summary>
    public bool Swallows { get; set; }

    /// <summary>Breaks what is open now.</summary>
    public void CutNow() => _cuts.Keys.ToList().ForEach(cut => cut());

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        CutNow();
        await _accepting;
        await Task.WhenAll(_connections);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                var life = _cutsLeft-- > 0 ? _random.Next(1, MaxLife) : int.MaxValue;
                _connections.Add(ForwardAsync(client, life, abruptly: _random.Next(2) == 0));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ForwardAsync(TcpClient client, int life, bool abruptly)
    {
        using var here = client.Client;
        using var there = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        here.NoDelay = true;
        var budget = new Budget(life);
        void Cut()
        {
            Close(here, abruptly);
            Close(there, abruptly);
        }

        Action cut = Cut;
        _cuts.TryAdd(cut, true);
        try
        {
            await there.ConnectAsync(IPAddress.Loopback, _target);
            var outwards = PumpAsync(here, there, budget);
            var inwards = PumpAsync(there, here, budget);
            await Task.WhenAny(outwards, inwards);
            Cut();
            await Task.WhenAll(outwards, inwards);
        }
        catch (SocketException)
        {
            // The server is gone, or the test is over.
        }
        finally
        {
            _cuts.TryRemove(cut, out _);
        }
    }

    // A close without linger resets the connection; the other leaves what was sent in order.
    private static void Close(Socket socket, bool abruptly)
    {
        if (abruptly)
        {
            socket.Close(timeout: 0);
        }
        else
        {
            socket.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Budget budget)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            for (int count; (count = await from.ReceiveAsync(buffer)) > 0;)
            {
                if (Swallows)
                {
                    continue;
                }

                var allowed = budget.Take(count);
                await to.SendAsync(buffer.AsMemory(0, allowed));
                if (allowed < count)
                {
                    return;
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Broken, by us or by either end.
        }
    }

    /// <summary>The bytes that a connection carries in its life, both directions together.</summary>
    private sealed class Budget(int bytes)
    {
        private int _left = bytes;

        public int Take(int count)
        {
            if (_left == int.MaxValue)
            {
                return count;
            }

            var left = Interlocked.Add(ref _left, -count);
            return Math.Clamp(left + count, 0, count);
        }
    }
}
