using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Twins.Testing.Peers;

/// <summary>
/// A program that tests talk to, ended with its children when the fixture ends, and by the system when this process ends. Its standard
/// input stays open as long as this process lives, so that a script of ours can end itself when a test run is killed.
/// </summary>
public sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly PeerOutput _output = new();

    private readonly string _program;
    private bool _disposed;

    private PeerProcess(Process process, string program) => (_process, _program) = (process, program);

    /// <summary>What the program has printed, the last lines of it if it is much.</summary>
    public string Output => _output.Text;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Waits for its end, and returns its exit code.</summary>
    /// <exception cref="OperationCanceledException">It did not end in time.</exception>
    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path, see <see cref="PeerProgram.Find"/>.</param>
    /// <param name="arguments">Its arguments, passed on as they are.</param>
    public static PeerProcess Start(string program, params IEnumerable<string> arguments) =>
        Start(program, new Dictionary<string, string>(), arguments);

    /// <summary>Starts a program with further variables in its environment.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="arguments">Its arguments.</param>
    public static PeerProcess Start(string program, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments) =>
        Start(program, PeerProgram.Folder, environment, arguments);

    /// <summary>Starts a program in a working folder.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="environment">Further variables in its environment.</param>
    /// <param name="arguments">Its arguments.</param>
    public static PeerProcess Start(
        string program, string folder, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        var start = PeerLauncher.Describe(program, arguments);
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = folder;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var peer = new PeerProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, program);
        peer._process.OutputDataReceived += (_, line) => peer._output.Add(line.Data);
        peer._process.ErrorDataReceived += (_, line) => peer._output.Add(line.Data);
        PeerLauncher.Start(peer._process);
        peer._process.BeginOutputReadLine();
        peer._process.BeginErrorReadLine();
        return peer;
    }

    /// <summary>Runs a program to its end, and returns what it printed.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Task<PeerResult> RunAsync(string program, params IEnumerable<string> arguments) => RunAsync(Patience, program, arguments);

    /// <summary>Runs a program to its end, and returns what it printed.</summary>
    /// <param name="patience">How long it may take.</param>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<PeerResult> RunAsync(TimeSpan patience, string program, params IEnumerable<string> arguments)
    {
        await using var peer = Start(program, arguments);
        peer._process.StandardInput.Close();
        using var limit = new CancellationTokenSource(patience);
        await peer._process.WaitForExitAsync(limit.Token);
        return new PeerResult(peer._process.ExitCode, peer.Output);
    }

    /// <summary>Waits for a line that begins with <paramref name="beginning"/>, and returns the rest of it.</summary>
    /// <exception cref="InvalidOperationException">The program ended first, or printed no such line in time.</exception>
    public async Task<string> WaitForLineAsync(string beginning)
    {
        var line = _output.WaitForAsync(beginning);
        using var limit = new CancellationTokenSource(Patience);
        var ended = _process.WaitForExitAsync(limit.Token);
        return await Task.WhenAny(line, ended) == line
            ? (await line)[beginning.Length..].Trim()
            : throw new InvalidOperationException($"{_program} did not print '{beginning}'. It printed:\n{Output}");
    }

    /// <summary>Waits until something listens on the loopback port.</summary>
    /// <exception cref="InvalidOperationException">The program ended first, or did not listen in time.</exception>
    public async Task WaitForPortAsync(int port)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!_process.HasExited && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(BetweenAttempts, TimeProvider.System);
            }
        }

        throw new InvalidOperationException($"{_program} does not listen on port {port}. It printed:\n{Output}");
    }

    /// <summary>Ends the program as <c>kill -9</c> does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it printed, standard output and error together.</param>
public sealed record PeerResult(int ExitCode, string Output);
