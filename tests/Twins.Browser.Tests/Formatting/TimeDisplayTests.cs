using Twins.OperatorConsole.Formatting;
using Twins.Testing.Time;

namespace Twins.OperatorConsole.Tests.Formatting;

public sealed class TimeDisplayTests
{
    private static readonly DateTimeOffset Evening = new(2026, 6, 30, 22, 30, 5, TimeSpan.Zero);

    [Fact]
    public void Full_InTheBrowsersZone_IsLocalAndSaysSo()
    {
        var times = new TimeDisplay(new ManualTimeProvider(Evening));
        times.UseZone("Europe/Berlin", utc: false);
        Assert.Equal("2026-07-01 00:30:05", times.Full(Evening));
        Assert.Equal("Europe/Berlin", times.Zone);
        times.ShowUtc(true);
        Assert.Equal("2026-06-30 22:30:05", times.Full(Evening));
        Assert.Equal("UTC", times.Zone);
    }

    [Fact]
    public void Brief_OfAnotherDay_BearsItsDate()
    {
        var times = new TimeDisplay(new ManualTimeProvider(Evening));
        Assert.Equal("22:30:05", times.Brief(Timestamp.From(Evening)));
        Assert.Equal("2026-06-29 22:30:05", times.Brief(Timestamp.From(Evening.AddDays(-1))));
    }

    [Fact]
    public void UseZone_UnknownName_StaysWithUtc()
    {
        var times = new TimeDisplay(new ManualTimeProvider(Evening));
        times.UseZone("Nowhere/Atlantis", utc: false);
        Assert.Equal("UTC", times.Zone);
    }
}
