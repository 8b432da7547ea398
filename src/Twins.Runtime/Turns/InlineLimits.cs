namespace Twins.Runtime.Turns;

/// <summary>
/// A call to an idle grain runs at once, on the caller's thread. These limits keep that from exhausting the stack, and from letting a
/// loop over such calls hold its thread for ever: every so many calls one takes the way through the mailbox, and its caller yields.
/// </summary>
internal static class InlineLimits
{
    private const int MaxDepth = 24;
    private const int MaxInARow = 256;

    [ThreadStatic]
    private static int _depth;

    [ThreadStatic]
    private static int _inARow;

    internal static bool TryEnter()
    {
        if (_depth >= MaxDepth)
        {
            return false;
        }

        if (++_inARow > MaxInARow)
        {
            _inARow = 0;
            return false;
        }

        _depth++;
        return true;
    }

    internal static void Leave() => _depth--;
}
