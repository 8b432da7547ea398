using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Twins.Connections;
using Twins.Devices;
using Twins.Commands;
using Twins.Adapters.Mqtt;
using Twins.Points;
using Twins.Sites;
using Twins.Protocols.Mqtt;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// A connection to a broker that is kept open, and the devices behind it. Everything but the reading of messages runs on the turns of the
/// grain that opened it.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Closed by CloseAsync, with its client; a source without a timer holds nothing that must be disposed of.")]
internal sealed class BrokerConnection
{
    /// <summary>Batches without acknowledgement that wait for one twin before the others wait for it.</summary>
    public const int LinkCapacity = 256;

    /// <summary>How long the others wait for a twin that does not keep up; after that it alone loses what it cannot take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>Pause after a refusal that does not pass by itself, before it is tried whether somebody fixed it.</summary>
    public static readonly TimeSpan RefusalPause = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(2);

    private readonly MqttMap _map;
    private readonly ImmutableArray<MqttDevice> _devices;
    private readonly MqttInbox _inbox;
    private readonly Acknowledgements _acknowledgements;
    private readonly BrokerSession _session;
    private readonly CommandAnswers _answers = new();
    private readonly ConnectionCounters _counters;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private readonly bool _simulated;
    private bool? _connected;

    /// <summary>Prepares the connection; nothing is opened yet.</summary>
    /// <param name="map">What the devices say and take.</param>
    /// <param name="devices">The devices.</param>
    /// <param name="create">Makes the client; called again when what it needs was not there.</param>
    /// <param name="log">Counts what is received.</param>
    /// <param name="counters">Counts the rest.</param>
    /// <param name="simulated">Whether simulated devices stand behind the broker.</param>
    /// <param name="clock">The clock.</param>
    public BrokerConnection(
        MqttMap map,
        ImmutableArray<FieldDevice> devices,
        Func<IMqttReceiver, IMqttClient> create,
        MessageLog log,
        ConnectionCounters counters,
        bool simulated,
        TimeProvider clock)
    {
        _map = map;
        _counters = counters;
        _clock = clock;
        _simulated = simulated;
        _closed = _closing.Token;
        _devices = [.. devices.Select((device, index) => new MqttDevice(index, device))];
        _acknowledgements = new Acknowledgements(log, BrokerOptions.ReceiveMaximum);
        _inbox = new MqttInbox(new MessageReader(map, simulated, _acknowledgements, log, clock, devices.IsEmpty ? 0 : devices[0].Start));
        _session = new BrokerSession(map, () => create(_inbox), _inbox, counters, clock);
    }

    /// <summary>The client; null while what it needs is not there.</summary>
    public IMqttClient? Client => _session.Client;

    private Timestamp Now => Timestamp.Now(_clock);

    /// <summary>Begins to connect and to receive.</summary>
    public void Open()
    {
        _ = _session.ConnectAsync(_acknowledgements, _closed);
        _ = ReceiveAsync();
    }

    /// <summary>Judges the silence of a device.</summary>
    public void CheckSilence(int device)
    {
        OnStateChange();
        if (_connected == true)
        {
            _devices[device].NoteTime(Now);
        }
    }

    public async Task<WriteResult> WriteAsync(int index, FieldWrite write)
    {
        MqttSetpoint setpoint = _map.FindSetpoint(index, write.Ordinal)!;
        if (Client is null)
        {
            return WriteResult.NotSent(CommandRefusal.Disconnected, "there is no connection to the broker yet");
        }

        if (write.IsRefresh)
        {
            await Writer().RepeatAsync(setpoint, write);
            return WriteResult.NotSent(CommandRefusal.None, "") with { Progress = WriteProgress.Sent };
        }

        return await Writer().WriteAsync(_devices[index], setpoint, write);
    }

    /// <summary>Closes on purpose. What was not applied yet is not acknowledged: the broker keeps it.</summary>
    public async Task CloseAsync()
    {
        await _closing.CancelAsync();
        foreach (MqttDevice device in _devices)
        {
            device.NoteLost("the connection was stopped", Now);
            device.Link.Close();
        }

        await _session.CloseAsync(LongestGoodbye);
    }

    private CommandWriter Writer() => new(Client!, _answers, _counters, _simulated, _clock);

    private async Task ReceiveAsync()
    {
        try
        {
            while (await _inbox.WaitAsync(_closed))
            {
                while (_inbox.TryRead(out Arrivals? arrivals))
                {
                    await TryDeliverAsync(arrivals!);
                    _inbox.Return(arrivals!);
                }

                // After what was read before: a device that was heard over the old connection is lost with it.
                OnStateChange();
                await _acknowledgements.WhenRoomAsync().WaitAsync(_closed);
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A defect that shows with one piece must not end the connection: what it held stays unacknowledged, and is delivered again.")]
    private async Task TryDeliverAsync(Arrivals arrivals)
    {
        try
        {
            await DeliverAsync(arrivals);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _counters.CountFailure($"what arrived could not be handed on: {exception.Message}");
        }
    }

    private async Task DeliverAsync(Arrivals arrivals)
    {
        for (int i = 0; i < arrivals.Items.Count; i++)
        {
            MqttDevice device = _devices[arrivals.Items[i].Device];
            if (device.Link is { IsFull: true, IsBehind: false } && arrivals.Items[i] is { Batch: not null, Receipt: null })
            {
                await GiveTimeAsync(device.Link);
            }

            device.Take(arrivals.Items[i], Now);
        }

        for (int i = 0; i < arrivals.Answers.Count; i++)
        {
            _answers.Take(arrivals.Answers[i]);
        }
    }

    // Meanwhile nothing further is read, and so the broker waits too. A twin that does not keep up costs the others this once.
    private async Task GiveTimeAsync(TwinLink link)
    {
        try
        {
            await link.WhenRoomAsync().WaitAsync(Patience, _clock, _closed);
        }
        catch (TimeoutException)
        {
            link.MarkBehind();
        }
    }

    private void OnStateChange()
    {
        if (_inbox.TakeStateChange() is not { } change)
        {
            return;
        }

        // The first attempt says nothing yet.
        bool connected = change.State == MqttConnectionState.Connected;
        if (connected == _connected || (_connected is null && change.State == MqttConnectionState.Connecting))
        {
            return;
        }

        _connected = connected;
        Timestamp now = Now;
        foreach (MqttDevice device in _devices)
        {
            if (connected)
            {
                device.NoteConnected(now);
            }
            else
            {
                device.NoteLost($"the connection to the broker is lost: {change.Error?.Message ?? "it was closed"}", now);
            }
        }
    }
}
