namespace Twins.Grains.Devices.Setpoints;

/// <summary>
/// The commands that a twin remembers, so that an id that comes twice is one command. Bounded: the oldest that has ended is forgotten;
/// those under way never are, which is why there may not be more of them than <see cref="MaximumUnderWay"/>.
/// </summary>
internal sealed class RecentCommands
{
    public const int Capacity = 64;
    public const int MaximumUnderWay = 32;

    private readonly List<CommandTicket> _tickets = [];

    /// <summary>Commands that have not ended.</summary>
    public int UnderWay => _tickets.Count(ticket => !ticket.Done.IsCompleted);

    public CommandTicket? Find(Guid id) => _tickets.FindLast(ticket => ticket.Outcome.Id == id);

    public void Add(CommandTicket ticket)
    {
        _tickets.Add(ticket);
        if (_tickets.Count > Capacity)
        {
            _tickets.RemoveAt(_tickets.FindIndex(old => old.Done.IsCompleted));
        }
    }
}
