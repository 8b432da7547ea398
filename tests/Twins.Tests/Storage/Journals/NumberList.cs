using System.Globalization;
using System.Text;
using Twins.Storage.Blobs;
using Twins.Storage.Journals;

namespace Twins.Tests.Storage.Journals;

/// <summary>A state that is easily compared: a list of numbers, each added by a record; only the last ones are captured when it is long.</summary>
internal sealed class NumberList : IJournaled
{
    public List<int> Numbers { get; } = [];

    public void Restore(ReadOnlySpan<byte> record)
    {
        string text = Encoding.UTF8.GetString(record);
        if (text == "clear")
        {
            Numbers.Clear();
        }
        else
        {
            Numbers.Add(int.Parse(text, CultureInfo.InvariantCulture));
        }
    }

    public void Capture(RecordBuffer records)
    {
        foreach (int number in Numbers)
        {
            records.Write(RecordOf(number));
        }
    }

    public static async Task<(Journal Journal, NumberList State)> OpenAsync(IBlobStore blobs, int compactAfterBytes = 1 << 20, int maximumPendingBytes = 1 << 20)
    {
        var state = new NumberList();
        var options = new JournalOptions { Name = "broker", CompactAfterBytes = compactAfterBytes, MaximumPendingBytes = maximumPendingBytes };
        return (await Journal.OpenAsync(blobs, options, state), state);
    }

    /// <summary>Adds a number; durable when the task completes.</summary>
    public Task AddAsync(Journal journal, int number)
    {
        Add(journal, number);
        return journal.CommitAsync();
    }

    public void Add(Journal journal, int number)
    {
        lock (journal.Gate)
        {
            journal.Write(RecordOf(number));
            Numbers.Add(number);
        }
    }

    public void Clear(Journal journal)
    {
        lock (journal.Gate)
        {
            journal.Write("cle"u8, "ar"u8);
            Numbers.Clear();
        }
    }

    private static byte[] RecordOf(int number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
