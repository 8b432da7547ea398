namespace Twins.Testing.Peers;

/// <summary>The last lines that a program printed, and who waits for one of them.</summary>
internal sealed class PeerOutput
{
    private const int MaxLines = 2000;

    private readonly Lock gate = new();
    private readonly Queue<string> lines = [];
    private readonly List<(string Beginning, TaskCompletionSource<string> Found)> waiting = [];

    public string Text
    {
        get
        {
            lock (gate)
            {
                return string.Join('\n', lines);
            }
        }
    }

    public void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (gate)
        {
            lines.Enqueue(line);
            if (lines.Count > MaxLines)
            {
                lines.Dequeue();
            }

            foreach (var (beginning, found) in waiting)
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
        lock (gate)
        {
            if (lines.FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal)) is { } present)
            {
                found.SetResult(present);
            }

            waiting.Add((beginning, found));
        }

        return found.Task;
    }
}
