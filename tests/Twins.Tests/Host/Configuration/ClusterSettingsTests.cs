using Microsoft.Extensions.Configuration;
using Twins.Hosting.Clusters;
using Twins.Hosting.Configuration;

namespace Twins.Tests.Host.Configuration;

public sealed class ClusterSettingsTests
{
    [Fact]
    public void Read_NothingSet_IsOneSiloOnLoopbackWithoutGateway()
    {
        var settings = Read();

        Assert.False(settings.IsCluster);
        Assert.Equal("127.0.0.1", settings.AdvertisedAddress);
        Assert.Equal((0, 0), (settings.SiloPort, settings.GatewayPort));
        Assert.Equal(("twins", "twins"), (settings.ServiceId, settings.ClusterId));
        Assert.Equal((TimeSpan.FromSeconds(2), 5, TimeSpan.FromSeconds(3)), (settings.ProbeTimeout, settings.MissedProbes, settings.TakeoverDelay));
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("AZURE")]
    [InlineData("postgres")]
    public void Read_Provider_NeedsAConnectionString(string provider)
    {
        Assert.Contains("ConnectionString is needed", Refused(("Provider", provider)), StringComparison.Ordinal);
        Assert.True(Read(("Provider", provider), ("ConnectionString", "somewhere")).IsCluster);
    }

    [Theory]
    [InlineData("Provider", "kubernetes", "Cluster:Provider is 'kubernetes'; it may be local, redis, azure, postgres.")]
    [InlineData("SiloPort", "70000", "SiloPort must be between 0 and 65535")]
    [InlineData("SiloPort", "soon", "SiloPort")]
    [InlineData("AdvertisedAddress", "gateway.example", "'gateway.example' is not an IP address")]
    [InlineData("AdvertisedAddress", "192.0.2.1", "has no use while Provider is 'local'")]
    [InlineData("ConnectionString", "127.0.0.1:6379", "has no use while Provider is 'local'")]
    [InlineData("ClusterId", "two words", "ClusterId may hold letters")]
    [InlineData("ProbeTimeout", "00:00:00", "ProbeTimeout must be between")]
    [InlineData("DeathVotes", "0", "DeathVotes must be between 1 and 10")]
    [InlineData("Gateway", "30000", "Cluster:Gateway: there is no such setting; there are Provider, ConnectionString")]
    public void Read_WrongSetting_IsNamedWithTheFix(string setting, string value, string says) =>
        Assert.Contains(says, Refused((setting, value)), StringComparison.Ordinal);

    [Fact]
    public void Read_OnePortForTwoThings_IsRefused() =>
        Assert.Contains("11111 is the silo port already", Refused(("SiloPort", "11111"), ("GatewayPort", "11111")), StringComparison.Ordinal);

    private static string Refused(params (string Key, string Value)[] settings) => Assert.Throws<BadInputException>(() => Read(settings)).Message;

    private static ClusterSettings Read(params (string Key, string Value)[] settings) => SettingsSection.Read<ClusterSettings>(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Cluster:{setting.Key}", (string?)setting.Value)))
            .Build(),
        ClusterSettings.Section);
}
