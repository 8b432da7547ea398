using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Twins.Connections;

namespace Twins.Adapters.Mqtt;

/// <summary>A connection to a broker, and the devices behind it. All but the decoding of messages runs on the turns of the adapter's grain.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Closed by CloseAsync; a source without a timer holds nothing that must be disposed of.")]
internal sealed class MqttConnection : IFieldConnection
{
    /// <summary>Batches without acknowledgement that wait for one twin before the others wait for it.</summary>
    public const int LinkCapacity = 256;

    /// <summary>How long the others wait for a twin that does not keep up; after that it alone loses what it cannot take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly FieldContext _context;
    private readonly ImmutableArray<MqttDevice> _devices;
    private readonly MqttInbox _inbox;
    private readonly MqttLink _link;
    private readonly MessageLog _log;
    private readonly Dictionary<Guid, SentCommand> _commands = [];
    private readonly CancellationTokenSource _closing = new();
    private bool? _connected;

    public MqttConnection(FieldContext context)
    {
        _context = context;
        _log = new MessageLog(context.Clock);
        Protocol = ((MqttEndpoint)context.Connection.Settings).Version == MqttVersion.V311 ? "MQTT 3.1.1" : "MQTT 5.0";
        MqttMap map = MqttMap.Compile(context.Devices.Select(device => device.Definition));
        _inbox = new MqttInbox(new MessageReader(map, context.Devices, _log, context.Clock));
        _link = new MqttLink(MqttConnectOptions.Of(context, map), _inbox.OnMessage, context.Clock, context.Logger)
        {
            StateChanged = OnStateChanged,
            Complained = context.Counters.CountFailure,
        };
        _devices = [.. context.Devices.Select((field, index) => new MqttDevice(index, field, map, _link, _commands, context))];
        Devices = ImmutableArray<IFieldDevice>.CastUp(_devices);
    }

    /// <inheritdoc/>
    public string Protocol { get; }

    /// <inheritdoc/>
    public ImmutableArray<IFieldDevice> Devices { get; }

    /// <inheritdoc/>
    public MessageFigures? Messages => _log.Figures(_link.Unacknowledged);

    /// <inheritdoc/>
    public void Open()
    {
        _link.Open();
        _ = ReceiveAsync();
    }

    /// <summary>Closes on purpose. What was not applied yet is not acknowledged: the broker keeps it.</summary>
    public async Task CloseAsync()
    {
        await _closing.CancelAsync();
        await _link.DisposeAsync();
    }

    private async Task ReceiveAsync()
    {
        System.Diagnostics.Activity.Current = null;
        try
        {
            while (true)
            {
                await _inbox.WaitAsync(_closing.Token);
                if (_inbox.Take() is { } arrivals)
                {
                    await TryDeliverAsync(arrivals);
                    MqttInbox.Return(arrivals);
                }

                // After what was read before: a device that was heard over the old connection is lost with it.
                ShowStateChange();
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A fault of ours that shows with one piece must not end the connection: what it held stays unacknowledged, and is delivered again.")]
    private async Task TryDeliverAsync(Arrivals arrivals)
    {
        try
        {
            await DeliverAsync(arrivals);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _context.Logger.DeliveryFailed(exception, _context.Site, _context.Connection.Key);
            _context.Counters.CountFailure($"what arrived could not be handed on: {exception.Message}");
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

            device.OnArrived(arrivals.Items[i]);
        }

        foreach (MqttAnswer answer in arrivals.Answers)
        {
            // One without a command came too late, or belongs to another client's.
            if (_commands.TryGetValue(answer.Command, out SentCommand? command))
            {
                command.Device.OnAnswered(command, answer);
            }
        }
    }

    // Meanwhile nothing further is read, and so the broker waits too. A twin that does not keep up costs the others this once.
    private async Task GiveTimeAsync(TwinLink link)
    {
        try
        {
            await link.WhenRoomAsync().WaitAsync(Patience, _context.Clock, _closing.Token);
        }
        catch (TimeoutException)
        {
            link.MarkBehind();
        }
    }

    // On a thread of the link.
    private void OnStateChanged(ConnectionState state, string? reason)
    {
        _context.Counters.SetState(state);
        if (reason is not null)
        {
            _context.Counters.RecordError(reason);
        }

        _inbox.OnStateChanged(state, reason);
    }

    private void ShowStateChange()
    {
        if (_inbox.TakeStateChange() is not { } change)
        {
            return;
        }

        // The first attempt says nothing yet.
        bool connected = change.State == ConnectionState.Connected;
        if (connected == _connected || (_connected is null && change.State == ConnectionState.Connecting))
        {
            return;
        }

        _connected = connected;
        foreach (MqttDevice device in _devices)
        {
            if (connected)
            {
                device.OnConnected();
            }
            else
            {
                device.OnLost($"the connection to the broker is lost: {change.Reason ?? "it was closed"}");
            }
        }
    }
}
