using Twins.Connections;
using Twins.Devices;
using Twins.Cluster.Tests.Support;
using Twins.Readings;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Adapters.Mqtt;

public sealed class MqttAdapterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Message_ReachesTheTwin(int qos)
    {
        await using InverterSite site = await InverterSite.StartAsync();
        await using FieldClient inverter = await site.ConnectAsync();

        await inverter.PublishAsync("pv/inverter-1/telemetry", site.Report(power: 1_234.5), qos);
        await site.UntilAsync("activePower", 1_234.5);

        Reading reading = await site.ReadAsync("activePower");
        Assert.Equal((Quality.Good, QualityReason.None, TimeSource.Device), (reading.Quality, reading.Reason, reading.TimeSource));
        Assert.Equal(Connectivity.Online, (await site.ConnectivityAsync()).State);
        ConnectionStatus status = await site.Adapter.GetStatusAsync();
        Assert.Equal(("MQTT 5.0", ConnectionState.Connected, $"127.0.0.1:{site.Port}"), (status.Protocol, status.State, status.Endpoint));
        Assert.Equal((1L, 0L, 0L), (status.Messages!.Received, status.Messages.Bad, status.Messages.Unmatched));
    }

    [Fact]
    public async Task Message_OfAnotherDevice_ChangesNothingHere()
    {
        await using InverterSite site = await InverterSite.StartAsync(inverters: 2);
        await using FieldClient inverter = await site.ConnectAsync();

        await inverter.PublishAsync("pv/inverter-2/telemetry", site.Report(power: 7));
        await site.UntilAsync("activePower", 7, inverter: 2);

        Assert.Equal(QualityReason.NeverRead, (await site.ReadAsync("activePower", inverter: 1)).Reason);
    }

    [Fact]
    public async Task Message_ClockOfTheDeviceIsWrong_IsUncertainAndOfTheGatewaysTime()
    {
        await using InverterSite site = await InverterSite.StartAsync();
        await using FieldClient inverter = await site.ConnectAsync();

        await inverter.PublishAsync("pv/inverter-1/telemetry", site.Report(power: 7, age: TimeSpan.FromSeconds(30)));
        await site.UntilAsync("activePower", 7);

        Reading reading = await site.ReadAsync("activePower");
        Assert.Equal((Quality.Uncertain, QualityReason.Clock, TimeSource.Gateway), (reading.Quality, reading.Reason, reading.TimeSource));
    }

    [Fact]
    public async Task RetainedMessage_IsUncertainOfItsOwnAgeAndNoSignOfLife()
    {
        var clock = new ManualTimeProvider();
        await using InverterSite site = await InverterSite.StartAsync(clock: clock);
        await site.StopGrainsAsync();
        await using FieldClient inverter = await site.ConnectAsync();
        Timestamp said = Timestamp.Now(clock);
        await inverter.PublishAsync("pv/inverter-1/telemetry", site.Report(power: 7, age: TimeSpan.FromSeconds(20)), retain: true);
        await inverter.PublishAsync("pv/inverter-1/irradiance", "512.5", qos: 0, retain: true);

        await site.StartGrainsAsync();
        await site.UntilAsync("irradiance", 512.5);
        await site.UntilAsync("activePower", 7);

        Reading power = await site.ReadAsync("activePower");
        Assert.Equal((Quality.Stale, TimeSource.Device), (power.Quality, power.TimeSource));
        Assert.Equal(said + TimeSpan.FromSeconds(-20), power.Time);
        Reading irradiance = await site.ReadAsync("irradiance");
        Assert.Equal((Quality.Uncertain, QualityReason.Retained, TimeSource.Gateway), (irradiance.Quality, irradiance.Reason, irradiance.TimeSource));
    }

    [Fact]
    public async Task BadPayloads_AreCountedAndSampledAndTheNextGoodOneIsTaken()
    {
        await using InverterSite site = await InverterSite.StartAsync();
        await using FieldClient inverter = await site.ConnectAsync();

        await inverter.PublishAsync("pv/inverter-1/telemetry", """{"power": "much", "voltage": 400}""");
        await inverter.PublishAsync("pv/inverter-1/telemetry", [0xFF, 0x00, 0x7B]);
        await inverter.PublishAsync("pv/inverter-1/status", "perhaps");
        await inverter.PublishAsync("pv/inverter-1/telemetry", site.Report(power: 9));
        await site.UntilAsync("activePower", 9);

        MessageFigures messages = await site.MessagesAsync();
        Assert.Equal((4L, 3L), (messages.Received, messages.Bad));
        Assert.Equal(["perhaps", "··{", """{"power": "much", "voltage": 400}"""], messages.LastBad.Select(bad => bad.Excerpt));
        Assert.Contains("activePower", messages.LastBad[2].Reason, StringComparison.Ordinal);
        Assert.Equal("pv/inverter-1/telemetry", messages.LastBad[2].Topic);
        await Eventually.TrueAsync(async () => (await site.MessagesAsync()).Unacknowledged == 0, "bad messages are acknowledged too");
    }

    [Fact]
    public async Task Presence_BirthAndWill_AreTheDevicesConnectivity()
    {
        await using InverterSite site = await InverterSite.StartAsync();
        FieldClient inverter = await site.ConnectAsync("pv/inverter-1/status", "offline");
        await inverter.PublishAsync("pv/inverter-1/status", "online", retain: true);
        await site.UntilAsync(Connectivity.Online);

        await inverter.DisposeAsync();
        await site.UntilAsync(Connectivity.Offline);

        Assert.Contains("will", (await site.ConnectivityAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_BeyondTwoPeriods_IsOfflineAndStaleBesideALiveDevice()
    {
        var clock = new ManualTimeProvider();
        await using InverterSite site = await InverterSite.StartAsync(inverters: 2, clock: clock);
        await using FieldClient inverters = await site.ConnectAsync();
        await inverters.PublishAsync("pv/inverter-1/telemetry", site.Report(power: 1));
        await site.UntilAsync("activePower", 1);

        for (int report = 1; report <= 4; report++)
        {
            clock.Advance(TimeSpan.FromSeconds(4));
            await inverters.PublishAsync("pv/inverter-2/telemetry", site.Report(power: 100 * report));
            await site.UntilAsync("activePower", 100 * report, inverter: 2);
        }

        await site.UntilAsync(Connectivity.Offline, inverter: 1);
        Assert.Contains("should report every 5 s", (await site.ConnectivityAsync()).Reason, StringComparison.Ordinal);
        Assert.Equal(Quality.Stale, (await site.ReadAsync("activePower", inverter: 1)).Quality);
        Assert.Equal(Connectivity.Online, (await site.ConnectivityAsync(inverter: 2)).State);
        Assert.Equal(Quality.Good, (await site.ReadAsync("activePower", inverter: 2)).Quality);
    }

    [Fact]
    public async Task BrokerGone_DevicesAreOfflineWithTheReason()
    {
        await using InverterSite site = await InverterSite.StartAsync();
        await using FieldClient inverter = await site.ConnectAsync();
        await inverter.PublishAsync("pv/inverter-1/telemetry", site.Report(power: 1));
        await site.UntilAsync("activePower", 1);

        await site.StopBrokerAsync();
        await site.UntilAsync(Connectivity.Offline);

        Assert.Contains("the connection to the broker is lost", (await site.ConnectivityAsync()).Reason, StringComparison.Ordinal);
        Assert.Equal(Quality.Stale, (await site.ReadAsync("activePower")).Quality);
    }

    [Fact]
    public async Task Restart_WhatWasPublishedMeanwhile_IsDeliveredFromTheSession()
    {
        await using InverterSite site = await InverterSite.StartAsync();
        await using FieldClient inverter = await site.ConnectAsync();
        await site.StopGrainsAsync();
        await inverter.PublishAsync("pv/inverter-1/telemetry", site.Report(power: 77));

        await site.StartGrainsAsync();

        await site.UntilAsync("activePower", 77);
    }
}
