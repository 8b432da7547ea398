using System.Collections.Immutable;
using Twins.Connections;
using Twins.Protocols.Mqtt;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Adapters.Mqtt;

/// <summary>A connection to a broker as the shared worker sees it.</summary>
internal sealed class MqttFieldConnection : IFieldConnection
{
    private readonly MessageLog _log;
    private readonly BrokerConnection _broker;

    public MqttFieldConnection(FieldContext context)
    {
        _log = new MessageLog(context.Clock);
        Protocol = ((MqttEndpoint)context.Connection.Settings).Version == MqttVersion.V311 ? "MQTT 3.1.1" : "MQTT 5.0";
        MqttMap map = MqttMap.Compile(context.Devices.Select(device => device.Definition));
        _broker = new BrokerConnection(
            map,
            context.Devices,
            receiver => MqttClients.Create(BrokerOptions.Of(context.Site, context.Connection, context.Endpoint), receiver, context.Clock),
            _log,
            context.Counters,
            context.Endpoint.Simulated,
            context.Clock);
        Devices = [.. context.Devices.Select((device, index) => new Device(_broker, map, device, index, context.Clock))];
    }

    public string Protocol { get; }

    public ImmutableArray<IFieldDevice> Devices { get; }

    public MessageFigures? Messages => _log.Figures();

    public void Open() => _broker.Open();

    public Task CloseAsync() => _broker.CloseAsync();

    private sealed class Device(BrokerConnection broker, MqttMap map, FieldDevice field, int index, TimeProvider clock) : IFieldDevice
    {
        // Silence is judged to the second.
        private static readonly TimeSpan SilencePeriod = TimeSpan.FromSeconds(1);

        private WriteResult? _result;

        public MonotonicTime NextPoll { get; private set; } = MonotonicTime.Now(clock) + SilencePeriod;

        public Task PollAsync()
        {
            NextPoll = MonotonicTime.Now(clock) + SilencePeriod;
            broker.CheckSilence(index);
            return Task.CompletedTask;
        }

        public FieldSetpoint? FindSetpoint(int ordinal) => map.FindSetpoint(index, ordinal) is { } setpoint
            ? new FieldSetpoint(
                setpoint.Command.WatchdogSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, TimeSpan.Zero, IsPolled: false)
            : null;

        public async Task<SendResult> SendAsync(FieldWrite write)
        {
            WriteResult result = await broker.WriteAsync(index, write);
            _result = result;
            field.Wake();
            return result.Progress == WriteProgress.ReadBack
                ? SendResult.Acknowledged
                : new SendResult(result.Progress, result.Refusal, result.Reason);
        }

        public Task<ReadBackResult> ReadBackAsync(FieldWrite write) => Task.FromResult(_result is { Progress: WriteProgress.ReadBack } result
            ? new ReadBackResult(WriteProgress.ReadBack, result.ReadBack, result.ReadBackAt!.Value, result.Followed, result.AcknowledgedAt, result.Reason)
            : ReadBackResult.Nothing(_result?.Reason));
    }
}
