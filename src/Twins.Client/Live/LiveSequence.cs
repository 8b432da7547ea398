using Twins.Devices;

namespace Twins.Client.Live;

/// <summary>What to do with a change that arrived.</summary>
internal enum SequenceVerdict
{
    /// <summary>It follows on what is known.</summary>
    Follows,

    /// <summary>It is contained in what is known.</summary>
    Known,

    /// <summary>Something before it was lost, or the twin started again: read the snapshot.</summary>
    Gap,
}

/// <summary>
/// Follows a device's epoch and sequence. While a snapshot is being read, changes are only noted: the snapshot decides, and if it is
/// older than what was noted it is read again. At most one reading per device is under way. Guarded by its device's lock.
/// </summary>
internal sealed class LiveSequence
{
    private (long Epoch, long Sequence) _known;
    private (long Epoch, long Sequence) _noted;
    private bool _reading;
    private bool _touched;

    /// <summary>Whether a snapshot was ever applied.</summary>
    public bool Known { get; private set; }

    /// <summary>Judges a change; on <see cref="SequenceVerdict.Follows"/> it counts as applied.</summary>
    public SequenceVerdict Judge(DeviceChange change)
    {
        _touched = true;
        _noted = (change.Epoch, change.Sequence);
        if (!Known || _reading || change.Epoch != _known.Epoch || change.Sequence > _known.Sequence + 1)
        {
            return SequenceVerdict.Gap;
        }

        if (change.Sequence <= _known.Sequence)
        {
            return SequenceVerdict.Known;
        }

        _known = _noted;
        return SequenceVerdict.Follows;
    }

    /// <summary>Whether the caller may read the snapshot now; false while another reading is under way.</summary>
    public bool TryBeginReading()
    {
        bool begun = !_reading;
        _reading = true;
        return begun;
    }

    /// <summary>Ends a reading that failed; the next change or renewal begins another.</summary>
    public void AbandonReading() => _reading = false;

    /// <summary>Ends a reading; false when changes were noted meanwhile that the snapshot does not contain.</summary>
    public bool EndReading(DeviceSnapshot snapshot)
    {
        _reading = false;
        Known = true;
        _known = (snapshot.Epoch, snapshot.Sequence);
        return _noted.CompareTo(_known) <= 0;
    }

    /// <summary>Whether nothing arrived since the last call: hints may have been lost in silence.</summary>
    public bool WasQuiet()
    {
        bool quiet = !_touched;
        _touched = false;
        return quiet;
    }
}
