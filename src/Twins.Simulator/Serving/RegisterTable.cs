namespace Twins.Simulator.Serving;

/// <summary>
/// One of a device's four tables, as far as it exists: content, and which addresses are there and may be written. Bits are kept as
/// 0 and 1.
/// </summary>
internal sealed class RegisterTable
{
    private readonly List<(int Start, int Count)> _areas = [];
    private int _start;
    private ushort[] _content = [];
    private bool[] _exists = [];
    private bool[] _writable = [];

    /// <summary>Notes an area of the table, before <see cref="Build"/>.</summary>
    public void Include(int start, int count) => _areas.Add((start, count));

    /// <summary>Lays the table out over the areas that were noted.</summary>
    public void Build()
    {
        if (_areas.Count == 0)
        {
            return;
        }

        _start = _areas.Min(area => area.Start);
        var length = _areas.Max(area => area.Start + area.Count) - _start;
        (_content, _exists, _writable) = (new ushort[length], new bool[length], new bool[length]);
        foreach (var (start, count) in _areas)
        {
            _exists.AsSpan(start - _start, count).Fill(true);
        }
    }

    public void AllowWrites(int start, int count) => _writable.AsSpan(start - _start, count).Fill(true);

    /// <summary>The content of an area that is known to exist.</summary>
    public Span<ushort> At(int start, int count) => _content.AsSpan(start - _start, count);

    public bool Exists(int start, int count) => IsAll(_exists, start, count);

    public bool IsWritable(int start, int count) => IsAll(_writable, start, count);

    private bool IsAll(bool[] flags, int start, int count)
    {
        var offset = start - _start;
        return offset >= 0 && offset + count <= flags.Length && !flags.AsSpan(offset, count).Contains(false);
    }
}
