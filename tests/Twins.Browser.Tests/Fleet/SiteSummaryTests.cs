using System.Collections.Immutable;
using Twins.Connections;
using Twins.Devices;
using Twins.Sites;
using Twins.OperatorConsole.Fleet;
using Twins.OperatorConsole.Tests.Plant;

namespace Twins.OperatorConsole.Tests.Fleet;

public sealed class SiteSummaryTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Note_AllFresh_IsNormalAndCountsPoints()
    {
        var summary = Of(Overview(devices: [Device("bess-1", 40, 40), Device("grid-meter", 27, 27)]));
        Assert.Equal(new AttentionNote(Attention.Normal, "Normal"), summary.Note);
        Assert.Equal("67 of 67 fresh", summary.FreshText);
        Assert.Equal("on grid", summary.ModeText);
    }

    [Fact]
    public void Note_SomeStale_SaysHowMany()
    {
        var summary = Of(Overview(devices: [Device("bess-1", 37, 40)]));
        Assert.Equal(new AttentionNote(Attention.Stale, "3 values not current"), summary.Note);
        Assert.Equal("37 of 40 fresh", summary.FreshText);
    }

    [Theory]
    [InlineData(260_000, "Import above the limit of 250.0\u00a0kW")]
    [InlineData(-101_000, "Export above the limit of 100.0\u00a0kW")]
    public void Note_BeyondALimit_NamesIt(double gridW, string text) =>
        Assert.Equal(new AttentionNote(Attention.Fault, text), Of(Overview(gridW)).Note);

    [Fact]
    public void Note_DeviceLost_NamesItByItsTitle()
    {
        var lost = Device("bess-1", 0, 40) with { Connectivity = new(Connectivity.Offline, "no answer", default) };
        Assert.Equal(new AttentionNote(Attention.Lost, "Modular battery does not answer"), Of(Overview(devices: [lost])).Note);
    }

    [Fact]
    public void Note_AbnormalState_ComesBeforeALostDevice()
    {
        var faulty = Device("bess-1", 40, 40) with { AbnormalStates = ["overTemperatureFault"] };
        var lost = Device("press", 0, 5) with { Connectivity = new(Connectivity.Offline, null, default) };
        Assert.Equal(new AttentionNote(Attention.Fault, "Modular battery: over temperature fault"), Of(Overview(devices: [lost, faulty])).Note);
    }

    [Fact]
    public void Note_OverviewTooOld_IsNotLiveAndNothingCountsAsFresh()
    {
        var summary = SiteSummary.Of(Site, new(Overview(devices: [Device("bess-1", 40, 40)]), "timeout"), Now.AddSeconds(75));
        Assert.Equal(new AttentionNote(Attention.Lost, "Not live: last heard 75 s ago"), summary.Note);
        Assert.Equal("0 of 40 fresh", summary.FreshText);
        Assert.Equal("mode unknown", summary.ModeText);
    }

    [Fact]
    public void Note_BeforeTheFirstOverview_IsUnknownOrTheError()
    {
        Assert.Equal(Attention.Unknown, SiteSummary.Of(Site, new(null, null), Now).Note.Level);
        Assert.Equal("The site cannot be read: gone", SiteSummary.Of(Site, new(null, "gone"), Now).Note.Text);
    }

    [Fact]
    public void Compare_MixedSites_PutsTheWorstFirstAndEqualsByTitle()
    {
        var sites = Described.Catalog.Sites.Select(site => site.Description).ToList();
        SiteSummary[] summaries =
        [
            SiteSummary.Of(sites[0], new(Overview(), null), Now),
            SiteSummary.Of(sites[1], new(Overview(260_000), null), Now),
            SiteSummary.Of(sites[2], new(Overview(), null), Now),
        ];
        Array.Sort(summaries, SiteSummary.Compare);
        Assert.Equal([sites[1].Key, .. new[] { sites[0], sites[2] }.OrderBy(site => site.Title, StringComparer.Ordinal).Select(site => site.Key)], summaries.Select(summary => summary.Site.Key));
    }

    [Fact]
    public void Simulated_AnyConnection_MarksTheSite()
    {
        var connection = new ConnectionStatus("storage", "Modbus TCP", "127.0.0.1:1", ConnectionState.Connected, default, 1, 0, null, true, 0);
        Assert.True(Of(Overview() with { Connections = [connection] }).Simulated);
        Assert.False(Of(Overview()).Simulated);
    }

    private static Twins.Sites.SiteDescription Site => Described.Catalog.FindSite("industrial")!.Description;

    private static SiteSummary Of(SiteOverview overview) => SiteSummary.Of(Site, new(overview, null), Now);

    private static SiteOverview Overview(double gridW = 1_000, ImmutableArray<DeviceHealth>? devices = null) => new(
        "industrial", Timestamp.From(Now), NetworkMode.Grid, new(gridW, 0, 0, -gridW, 50, 3, 3), devices ?? [Device("bess-1", 40, 40)], []);

    private static DeviceHealth Device(string key, int fresh, int expected) =>
        new(key, "bess", new(Connectivity.Online, null, default), fresh, expected, []);
}
