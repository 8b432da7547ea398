using Twins.Testing.Time;

namespace Twins.Peers.Tests.Mqtt.Broker;

/// <summary>Retained messages: kept across restarts, bounded, and never a command.</summary>
public sealed class BrokerRetainedTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twins-retained");

    private string File_ => Path.Combine(_folder.FullName, "mqtt", "lab.retained");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Restart_KeepsRetainedMessagesWithTheirProperties()
    {
        await using (var broker = await StartAsync())
        {
            await using var client = await broker.ConnectAsync();
            await client.PublishAsync("a", "gone", 1, retain: true);
            await client.PublishAsync("b", "kept", 2, retain: true, properties: [0x26, 0, 1, (byte)'k', 0, 1, (byte)'v', 3, 0, 1, (byte)'t']);
            await client.PublishAsync("c", "short", 1, retain: true, properties: [2, 0, 0, 0, 1]);
            await client.PublishAsync("a", "", 1, retain: true);
        }

        await using var again = await StartAsync();
        await using var reader = await again.ConnectAsync();
        await reader.SubscribeAsync(("b", 2));

        var message = await reader.ExpectMessageAsync();
        Assert.Equal(("b", "kept", 2, true), (message.Topic, message.Payload, message.Qos, message.Retain));
        Assert.Equal("030001742600016B000176", Convert.ToHexString(message.Properties));
        await Eventually.TrueAsync(() => again.Status.Figures.RetainedMessages == 1, "the short-lived message expired");
    }

    [Fact]
    public async Task Changes_AreWrittenWithoutAStop()
    {
        await using var broker = await StartAsync();
        await using var client = await broker.ConnectAsync();
        await client.PublishAsync("a", "kept", 1, retain: true);

        await Eventually.TrueAsync(() => File.Exists(File_) && File.ReadAllText(File_).Contains("\"a\"", StringComparison.Ordinal), "the file holds the message");
    }

    [Fact]
    public async Task File_Damaged_IsMovedAsideAndSaid()
    {
        await using (var broker = await StartAsync())
        {
            await using var client = await broker.ConnectAsync();
            await client.PublishAsync("a", "kept", 1, retain: true);
        }

        var content = await File.ReadAllBytesAsync(File_);
        content[^10] ^= 1;
        await File.WriteAllBytesAsync(File_, content);

        await using var again = await StartAsync();

        Assert.Equal(0, again.Status.Figures.RetainedMessages);
        Assert.Equal(content, await File.ReadAllBytesAsync(Directory.GetFiles(Path.GetDirectoryName(File_)!, "*.damaged-*").Single()));
        Assert.Contains("are damaged", again.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SamePayloadAgain_RenewsItsExpiry()
    {
        await using var broker = await StartAsync();
        await using var client = await broker.ConnectAsync();
        await client.PublishAsync("a", "x", 1, retain: true, properties: [2, 0, 0, 0, 1]);
        await client.PublishAsync("a", "x", 1, retain: true, properties: [2, 0, 0, 1, 0]);
        await client.PublishAsync("b", "y", 1, retain: true, properties: [2, 0, 0, 0, 1]);

        await Eventually.TrueAsync(() => broker.Status.Figures.RetainedMessages == 1, "the message that was not renewed expired");
        await client.SubscribeAsync(("a", 1));
        Assert.Equal("x", (await client.ExpectMessageAsync()).Payload);
    }

    [Fact]
    public async Task Bound_OneMore_IsDeliveredAndNotRetained()
    {
        await using var broker = await RunningBroker.StartAsync(options => options with { MaxRetainedMessages = 1 });
        await using var client = await broker.ConnectAsync();
        await client.SubscribeAsync(("#", 0));

        Assert.Equal(0, await client.PublishAsync("a", "1", 0, retain: true));
        Assert.Equal("1", (await client.ExpectMessageAsync()).Payload);
        await client.PublishAsync("b", "2", 0, retain: true);
        Assert.Equal("2", (await client.ExpectMessageAsync()).Payload);
        Assert.Equal(1, broker.Status.Figures.RetainedMessages);
        Assert.Contains(broker.Status.Incidents, incident => incident.Reason.Contains("not retained", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ess-1/set")]
    [InlineData("set")]
    [InlineData("lab/pdu/1/command")]
    public async Task CommandTopic_Retained_IsDroppedAndSaid(string topic)
    {
        await using var broker = await RunningBroker.StartAsync(options => options with { CommandTopics = [.. options.CommandTopics, "lab/+/+/command"] });
        await using var client = await broker.ConnectAsync();
        await client.SubscribeAsync(("#", 0));

        Assert.Equal(0x87, await client.PublishAsync(topic, "-20", 1, retain: true));
        await client.ExpectNothingAsync();
        await client.SendAsync(client.Publish(topic, "-10", 0));

        Assert.Equal("-10", (await client.ExpectMessageAsync()).Payload);
        Assert.Equal(0, broker.Status.Figures.RetainedMessages);
        Assert.Contains($"command topic '{topic}'", broker.Log.Text, StringComparison.Ordinal);
    }

    private Task<RunningBroker> StartAsync() => RunningBroker.StartAsync(options => options with { RetainedFile = File_ });
}
