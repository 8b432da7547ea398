namespace Twins.Runtime.Turns;

/// <summary>How many requests have begun and not ended, by what they tolerate beside them.</summary>
internal struct RunningRequests
{
    private bool exclusive;
    private int readOnly;
    private int interleaved;

    internal readonly bool None => !exclusive && readOnly == 0 && interleaved == 0;

    internal readonly bool HasExclusive => exclusive;

    internal readonly bool Admits(Interleaving request) => request switch
    {
        Interleaving.None => !exclusive && readOnly == 0,
        Interleaving.ReadOnly => !exclusive,
        _ => true,
    };

    internal void Begin(Interleaving request)
    {
        switch (request)
        {
            case Interleaving.None:
                exclusive = true;
                break;
            case Interleaving.ReadOnly:
                readOnly++;
                break;
            default:
                interleaved++;
                break;
        }
    }

    internal void End(Interleaving request)
    {
        switch (request)
        {
            case Interleaving.None:
                exclusive = false;
                break;
            case Interleaving.ReadOnly:
                readOnly--;
                break;
            default:
                interleaved--;
                break;
        }
    }
}
