namespace Twins.Runtime.Turns;

/// <summary>How many requests have begun and not ended, by what they tolerate beside them.</summary>
internal struct RunningRequests
{
    private bool _exclusive;
    private int _readOnly;
    private int _interleaved;

    internal readonly bool None => !_exclusive && _readOnly == 0 && _interleaved == 0;

    internal readonly bool HasExclusive => _exclusive;

    internal readonly bool Admits(Interleaving request) => request switch
    {
        Interleaving.None => !_exclusive && _readOnly == 0,
        Interleaving.ReadOnly => !_exclusive,
        _ => true,
    };

    internal void Begin(Interleaving request)
    {
        switch (request)
        {
            case Interleaving.None:
                _exclusive = true;
                break;
            case Interleaving.ReadOnly:
                _readOnly++;
                break;
            default:
                _interleaved++;
                break;
        }
    }

    internal void End(Interleaving request)
    {
        switch (request)
        {
            case Interleaving.None:
                _exclusive = false;
                break;
            case Interleaving.ReadOnly:
                _readOnly--;
                break;
            default:
                _interleaved--;
                break;
        }
    }
}
