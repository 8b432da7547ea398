using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Client.Scripted;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client;

public sealed class AllocationTests
{
    [Theory]
    [InlineData(Qos0)]
    [InlineData(Qos1)]
    public async Task MessagesOfABatch_AreHandedOverWithoutAllocating(MqttQualityOfService qualityOfService)
    {
        const int Count = 500;
        await using var server = new ScriptedServer();
        var receiver = new MeasuringReceiver();
        await using var client = new MqttClient(server.Options, receiver);
        var connecting = client.ConnectAsync();
        var connection = await server.AcceptSessionAsync();
        await connecting.InTime();
        for (var round = 0; round < 3; round++)
        {
            await connection.SendAsync(writer => WriteMany(writer, Count, qualityOfService));
            await receiver.ReceivedAsync(Count).InTime();
        }

        Assert.True(receiver.Measured > 0, "No two messages came in one batch.");
        Assert.Equal(0, receiver.AllocatedInLastRound);
    }

    private static void WriteMany(MqttWriter writer, int count, MqttQualityOfService qualityOfService)
    {
        for (ushort id = 1; id <= count; id++)
        {
            ScriptedPublish.Write(
                writer, "site/meter/power", "12345", qualityOfService, qualityOfService == Qos0 ? (ushort)0 : id, false, 0, MqttProtocolVersion.V500);
        }
    }

    /// <summary>Adds up what the reading thread allocates from one message of a batch to the next.</summary>
    private sealed class MeasuringReceiver : IMqttReceiver
    {
        private readonly SemaphoreSlim _received = new(0);
        private long _before = -1;
        private long _allocated;

        public int Measured { get; private set; }

        public long AllocatedInLastRound { get; private set; }

        public async Task ReceivedAsync(int count)
        {
            for (var message = 0; message < count; message++)
            {
                await _received.WaitAsync();
            }

            AllocatedInLastRound = Interlocked.Exchange(ref _allocated, 0);
        }

        public void OnMessage(in MqttIncomingMessage message)
        {
            var now = GC.GetAllocatedBytesForCurrentThread();
            if (_before >= 0)
            {
                Measured++;
                Interlocked.Add(ref _allocated, now - _before);
            }

            _received.Release();
            _before = GC.GetAllocatedBytesForCurrentThread();
        }

        public ValueTask OnBatchEndAsync(CancellationToken cancellationToken)
        {
            _before = -1;
            return ValueTask.CompletedTask;
        }
    }
}
