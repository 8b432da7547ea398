using Twins.OperatorConsole.Devices;
using Twins.OperatorConsole.Tests.Plant;

namespace Twins.OperatorConsole.Tests.Devices;

public sealed class DeviceLayoutTests
{
    [Fact]
    public void Of_EveryDescribedDevice_PlacesEveryPointExactlyOnce()
    {
        foreach (var device in Described.Catalog.Sites.SelectMany(site => site.Devices))
        {
            var layout = DeviceLayout.Of(device);
            var placed = layout.Measurements.Concat(layout.States).Concat(layout.Setpoints).Concat(layout.Details)
                .Concat(layout.Groups.SelectMany(group => group.Rows).SelectMany(row => row.Ordinals));
            Assert.Equal(Enumerable.Range(0, device.Points.Count), placed.Order());
        }
    }

    [Fact]
    public void Of_Battery_LeadsWithPowerAndCharge() => Assert.Equal(
        [Described.Ordinal("industrial/bess-1", "activePower"), Described.Ordinal("industrial/bess-1", "stateOfCharge")],
        DeviceLayout.Of(Described.Device("industrial/bess-1")).Headline);

    [Fact]
    public void Groups_OfAPdu_AreTablesWithOneRowPerOutlet()
    {
        var outlets = Assert.Single(DeviceLayout.Of(Described.Device("stuttgart-dc/pdu-1")).Groups);
        Assert.Equal("Outlets", outlets.Title);
        Assert.Equal(Enumerable.Range(1, 12), outlets.Rows.Select(row => row.Index));
        Assert.All(outlets.Rows, row => Assert.Equal(outlets.Columns.Length, row.Ordinals.Length));
    }

    [Fact]
    public void Follows_PowerOfABattery_IsItsSetpoint()
    {
        Assert.Equal(Described.Ordinal("industrial/bess-1", "powerSetpoint"), Described.View("industrial/bess-1", "activePower").Follows);
        Assert.Equal(Described.Ordinal("stuttgart-dc/pdu-1", "outlets.3.switchState"), Described.View("stuttgart-dc/pdu-1", "outlets.3.switchCommand").ReportedBy);
    }
}
