using System.Runtime.InteropServices;
using Twins.Client.Live;
using Twins.OperatorConsole.Charts;

namespace Twins.OperatorConsole.Tests.Charts;

public sealed class TimeSeriesPacketTests
{
    [Fact]
    public void ToBytes_LinesWithNews_AreIndexCountTimesAndScaledValues()
    {
        var packet = new TimeSeriesPacket(DateTimeOffset.FromUnixTimeMilliseconds(9_000));
        packet.Add(0, TrendSeries.Empty, 1_000);
        packet.Add(2, new([1_000, 2_000], [-50_000, double.NaN]), 1_000);
        Assert.Equal([9_000, 2, 2, 1_000, 2_000, -50, double.NaN], MemoryMarshal.Cast<byte, double>(packet.ToBytes()).ToArray());
    }
}
