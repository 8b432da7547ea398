using Twins.Connections;
using Twins.Commands;
using Twins.Points;

namespace Twins.Cluster.Tests.Support;

/// <summary>An adapter that answers as the test says, and remembers what it was asked to write.</summary>
internal sealed class FakeAdapter(TimeProvider clock)
{
    public List<SetpointWrite> Writes { get; init; } = [];

    /// <summary>What a write gives; by default the device follows.</summary>
    public Func<SetpointWrite, Task<WriteResult>>? Answer { get; set; }

    public Task<WriteResult> WriteAsync(SetpointWrite write)
    {
        Writes.Add(write);
        return Answer?.Invoke(write) ?? Task.FromResult(Follows(write.Value));
    }

    public WriteResult Follows(PointValue value) => new(
        WriteProgress.ReadBack, Now, Now, Now, value, Followed: true, Reason: null, CommandRefusal.None, Simulated: false);

    public WriteResult Clamps(PointValue readBack) => Follows(readBack) with { Followed = false };

    public WriteResult Refuses(string reason) => new(
        WriteProgress.Refused, Now, null, null, PointValue.None, Followed: false, reason, CommandRefusal.None, Simulated: false);

    public WriteResult Sent(string reason) => Refuses(reason) with { Progress = WriteProgress.Sent };

    private Timestamp Now => Timestamp.Now(clock);
}
