using System.Globalization;
using Twins.Storage.Blobs;

namespace Twins.Storage.Journals;

/// <summary>
/// The blobs of a journal: <c>name/0000000007.log</c> holds what happened since <c>name/0000000007.snapshot</c>. A log without the
/// snapshot of its number goes on from the log before it.
/// </summary>
internal sealed class JournalFiles(IBlobStore blobs, string name)
{
    private const string Log = ".log";
    private const string Snapshot = ".snapshot";

    public IBlobStore Blobs => blobs;

    public string LogName(long number) => NameOf(number, Log);

    public string SnapshotName(long number) => NameOf(number, Snapshot);

    /// <summary>The numbers of the newest snapshot (0 when there is none) and of the logs from there on, in their order.</summary>
    public async Task<(long Snapshot, List<long> Logs)> ListAsync(CancellationToken cancellationToken)
    {
        long snapshot = 0;
        List<long> logs = [];
        await foreach (BlobEntry entry in blobs.ListAsync(name + '/', cancellationToken).ConfigureAwait(false))
        {
            if (NumberOf(entry.Name, Snapshot) is { } taken)
            {
                snapshot = Math.Max(snapshot, taken);
            }
            else if (NumberOf(entry.Name, Log) is { } log)
            {
                logs.Add(log);
            }
        }

        logs.RemoveAll(log => log < snapshot);
        logs.Sort();
        return (snapshot, logs);
    }

    /// <summary>Deletes what a snapshot of this number made superfluous.</summary>
    public async Task DeleteBeforeAsync(long number, CancellationToken cancellationToken)
    {
        List<string> superfluous = [];
        await foreach (BlobEntry entry in blobs.ListAsync(name + '/', cancellationToken).ConfigureAwait(false))
        {
            if ((NumberOf(entry.Name, Snapshot) ?? NumberOf(entry.Name, Log)) < number)
            {
                superfluous.Add(entry.Name);
            }
        }

        foreach (string old in superfluous)
        {
            await blobs.DeleteAsync(old, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    private string NameOf(long number, string kind) => string.Create(CultureInfo.InvariantCulture, $"{name}/{number:D10}{kind}");

    private long? NumberOf(string blob, string kind) =>
        blob.EndsWith(kind, StringComparison.Ordinal)
        && long.TryParse(blob.AsSpan(name.Length + 1, blob.Length - name.Length - 1 - kind.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
}
