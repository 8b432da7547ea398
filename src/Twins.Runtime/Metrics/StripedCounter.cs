using System.Numerics;
using System.Runtime.InteropServices;

namespace Twins.Runtime.Metrics;

/// <summary>A count that many threads raise without waiting for each other.</summary>
internal sealed class StripedCounter
{
    private readonly Cell[] _cells = new Cell[BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount)];

    internal long Total
    {
        get
        {
            long total = 0;
            foreach (ref var cell in _cells.AsSpan())
            {
                total += Interlocked.Read(ref cell.Count);
            }

            return total;
        }
    }

    internal void Increment() => Interlocked.Increment(ref _cells[Environment.CurrentManagedThreadId & (_cells.Length - 1)].Count);

    // Cells on cache lines of their own.
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Cell
    {
        [FieldOffset(64)]
        internal long Count;
    }
}
