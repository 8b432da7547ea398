namespace Twins.Testing.Peers;

/// <summary>The last lines that a program printed, and who waits for one of them.</summary>
internal sealed class PeerOutput
{
    private const int MaxLines = 2000;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = [];
    private readonly List<(string Beginning, TaskCompletionSource<string> Found)> _waiting = [];

    public string Text
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MaxLines)
            {
                _lines.Dequeue();
            }

            foreach (var (beginning, found) in _waiting)
            {
                if (line.StartsWith(beginning, StringComparison.Ordinal))
                {
                    found.TrySetResult(line);
                }
            }
        }
    }

    public Task<string> WaitForAsync(string beginning)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_lines.FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal)) is { } present)
            {
                found.SetResult(present);
            }

            _waiting.Add((beginning, found));
        }

        return found.Task;
    }
}
