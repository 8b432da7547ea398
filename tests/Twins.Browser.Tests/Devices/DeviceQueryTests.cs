using Twins.Client.Live;
using Twins.OperatorConsole.Devices;
using Twins.OperatorConsole.Tests.Plant;

namespace Twins.OperatorConsole.Tests.Devices;

public sealed class DeviceQueryTests
{
    private readonly LiveFeed _feed = new(new TestPlant(), Described.Catalog, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<LiveFeed>.Instance);

    [Theory]
    [InlineData("meter", "industrial/grid-meter industrial/hall-meter")]
    [InlineData("stuttgart battery", "stuttgart-dc/ess-1")] // every word, wherever it stands
    [InlineData("SUNSPEC storage", "industrial/bess-1")]
    [InlineData("nothing of the kind", "")]
    public void Apply_Words_FindInNameKeyTypeProductAndSite(string text, string keys) =>
        Assert.Equal(keys, string.Join(' ', Apply(new(text, DeviceColumn.Name, false))));

    [Fact]
    public void SortBy_SameColumnTwice_TurnsTheOrderRound()
    {
        var query = new DeviceQuery("", DeviceColumn.Name, false).SortBy(DeviceColumn.Type);
        var ascending = Apply(query);
        Assert.Equal(ascending.Reverse(), Apply(query.SortBy(DeviceColumn.Type)));
        Assert.Equal(Described.Catalog.Sites.Sum(site => site.Devices.Length), ascending.Count);
    }

    private IReadOnlyList<string> Apply(DeviceQuery query) =>
        [.. query.Apply(_feed.Sites.SelectMany(site => site.Devices), Described.Catalog).Select(device => device.Key.ToString())];
}
