using Twins.Devices;
using Twins.Adapters.Mqtt;
using Twins.Points;
using Twins.Sites;

namespace Twins.Adapters.Mqtt;

/// <summary>What an adapter holds of one device on the grain's turns: the way to its twin, whether it is there, and what was written to it.</summary>
internal sealed class MqttDevice(int index, FieldDevice field)
{
    private readonly List<ReadBackWait> _waits = [];
    private DevicePresence _presence;

    /// <summary>Index on the connection.</summary>
    public int Index { get; } = index;

    public TwinDefinition Definition { get; } = field.Definition;

    public TwinLink Link { get; } = field.Link;

    /// <summary>The shortest period at which it should report; null when it only reports on change.</summary>
    public TimeSpan? Period { get; } = ((MqttDescription)field.Definition.Description.Protocol).Reports.Min(report => report.Every);

    /// <summary>Hands over what arrived.</summary>
    public void Take(in Arrival arrival, Timestamp now)
    {
        if (arrival.IsLive || arrival.Kind != ArrivalKind.Readings)
        {
            Note(arrival.Kind == ArrivalKind.Will ? _presence.AfterLost("it signed off, or its broker lost it (will)", now) : _presence.AfterHeard(now));
        }

        if (arrival.Batch is not { } batch)
        {
            return;
        }

        if (arrival.Receipt is { } receipt)
        {
            Link.Send(batch, receipt);
        }
        else
        {
            Link.Send(batch);
        }

        for (int i = 0; arrival.IsLive && i < _waits.Count; i++)
        {
            _waits[i].Note(batch);
        }
    }

    /// <summary>The connection to the broker is there, and listened to.</summary>
    public void NoteConnected(Timestamp now) => Note(_presence.AfterConnected(Period, now));

    /// <summary>It cannot be reached.</summary>
    public void NoteLost(string reason, Timestamp now) => Note(_presence.AfterLost(reason, now));

    /// <summary>Time passed while the connection was there.</summary>
    public void NoteTime(Timestamp now) => Note(_presence.AfterSilence(Period, now));

    /// <summary>Looks for a value in what it reports from now on, until the wait is disposed of.</summary>
    public ReadBackWait? ExpectReport(MqttSetpoint setpoint, PointValue requested)
    {
        if (setpoint.ReadBackOrdinal is not { } ordinal)
        {
            return null;
        }

        var wait = new ReadBackWait(setpoint, ordinal, requested, _waits);
        _waits.Add(wait);
        return wait;
    }

    private void Note((DevicePresence Next, ConnectivityReport? Report) step)
    {
        _presence = step.Next;
        if (step.Report is { } report)
        {
            field.Report(report.State, report.Reason);
        }
    }
}
