using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Twins.Storage.Relational.Schema;

/// <summary>
/// The checksum of a row: XXH3 (64 bits) over the table's name and every column in a fixed order, texts with their length before them. It
/// finds flipped bits and rows that ended up under another key; it is no protection against someone who means to change a record.
/// </summary>
internal readonly struct RecordChecksum
{
    private readonly XxHash3 _hash;

    private RecordChecksum(string table)
    {
        _hash = new XxHash3();
        Add(table);
    }

    public static long Of(CommandRow row)
    {
        var sum = new RecordChecksum(Tables.Commands);
        sum.Add(row.Id);
        sum.Add(row.Device);
        sum.Add(row.Point);
        sum.Add(row.Request);
        sum.Add(row.Fingerprint);
        sum.Add(row.RequestedAt);
        sum.Add(row.ValidUntil);
        sum.Add(row.State);
        sum.Add(row.IsOpen ? 1 : 0);
        sum.Add(row.StageCount);
        return sum.Value;
    }

    public static long Of(CommandStageRow row)
    {
        var sum = new RecordChecksum("command_stages");
        sum.Add(row.Position);
        sum.Add(row.CommandId);
        sum.Add(row.Number);
        sum.Add(row.State);
        sum.Add(row.Time);
        sum.Add(row.Reason);
        sum.Add(row.Value);
        return sum.Value;
    }

    public static long Of(GrainStateRow row)
    {
        var sum = new RecordChecksum(Tables.GrainStates);
        sum.Add(row.GrainType);
        sum.Add(row.Key);
        sum.Add(row.Part);
        sum.Add(row.ETag);
        sum.Add(row.Version);
        sum.Add(row.Content);
        return sum.Value;
    }

    private long Value => unchecked((long)_hash.GetCurrentHashAsUInt64());

    private void Add(long? number)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = number is null ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[1..], number ?? 0);
        _hash.Append(bytes);
    }

    private void Add(string? text)
    {
        if (text is null)
        {
            Add(-1L);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        Add((long)bytes.Length);
        _hash.Append(bytes);
    }
}
