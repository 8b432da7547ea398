using Twins.Adapters.Mqtt;
using Twins.Points;
using Twins.Readings;

namespace Twins.Adapters.Mqtt;

/// <summary>Looks in a device's reports for what it follows after a command, until it follows or nobody waits any longer.</summary>
internal sealed class ReadBackWait(MqttSetpoint setpoint, int ordinal, PointValue requested, List<ReadBackWait> waits) : IDisposable
{
    private readonly TaskCompletionSource _followed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a report shows that the device follows.</summary>
    public Task Followed => _followed.Task;

    /// <summary>What the last report showed; <see cref="PointValue.None"/> when none came.</summary>
    public PointValue Value { get; private set; } = PointValue.None;

    /// <summary>When that came.</summary>
    public Timestamp At { get; private set; }

    /// <summary>Looks at what the device reported.</summary>
    public void Note(ReadingBatch batch)
    {
        foreach (ref readonly Reading reading in batch.Readings.AsSpan())
        {
            if (reading.Point == ordinal && reading.Value.HasValue)
            {
                (Value, At) = (reading.Value, batch.ReceivedAt);
                if (setpoint.IsFollowed(requested, reading.Value))
                {
                    _followed.TrySetResult();
                }
            }
        }
    }

    public void Dispose() => waits.Remove(this);
}
