using System.Text;
using Twins.Hosting.Mqtt.Persistence;
using Twins.Protocols.Mqtt;
using Twins.Storage.Directories;
using Twins.Storage.Journals;

namespace Twins.Peers.Tests.Mqtt.Persistence;

/// <summary>A broker's store on a folder, which a test may end without leave and open again.</summary>
internal sealed class StoreFixture : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twins-mqtt-store");
    private DirectoryBlobStore _blobs;
    private long _lastMessage;

    private StoreFixture()
    {
        _blobs = new DirectoryBlobStore(new DirectoryBlobStoreOptions { Folder = _folder.FullName });
        Store = NewStore();
    }

    public JournalBrokerStore Store { get; private set; }

    public static async Task<StoreFixture> OpenAsync()
    {
        var fixture = new StoreFixture();
        await fixture.Store.RecoverAsync(CancellationToken.None);
        return fixture;
    }

    /// <summary>Opens what was committed, as after a crash, and returns it.</summary>
    public async Task<MqttStoredState> CrashAsync()
    {
        // The blob store gives its folder up; the journal is not told, as a crash would not tell it.
        _blobs.Dispose();
        _blobs = new DirectoryBlobStore(new DirectoryBlobStoreOptions { Folder = _folder.FullName });
        Store = NewStore();
        return await Store.RecoverAsync(CancellationToken.None);
    }

    public MqttStoredMessage Message(string topic, string payload, DateTimeOffset? expires = null) => new()
    {
        Id = ++_lastMessage,
        Topic = Encoding.UTF8.GetBytes(topic),
        Payload = Encoding.UTF8.GetBytes(payload),
        Properties = payload.Length % 2 == 0 ? new byte[] { 1, 1 } : default,
        QualityOfService = MqttQualityOfService.ExactlyOnce,
        ExpiresAt = expires,
        Publisher = "meter",
    };

    public static MqttStoredSession Session(string client, MqttStoredWill? will = null) =>
        new(client, "owner", MqttProtocolVersion.V500, TimeSpan.FromHours(1), DisconnectedAt: null, will);

    public static MqttStoredDelivery Delivery(string client, long sequence, string? share = null) =>
        new(client, sequence, MqttQualityOfService.AtLeastOnce, Retain: false, [], share);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _blobs.Dispose();
        _folder.Delete(recursive: true);
    }

    private JournalBrokerStore NewStore() => new(_blobs, new JournalOptions { Name = "mqtt/lab", CompactAfterBytes = 4096 });
}
