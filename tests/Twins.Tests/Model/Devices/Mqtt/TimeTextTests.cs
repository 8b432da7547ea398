using System.Text;
using Twins.Adapters.Mqtt;

namespace Twins.Tests.Model.Devices.Mqtt;

public sealed class TimeTextTests
{
    private static readonly TimeZoneInfo Stuttgart = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2020-05-20T10:27:57.980802+00:00", "2020-05-20T10:27:57.980802Z")]
    [InlineData("2020-05-20T10:27:57Z", "2020-05-20T10:27:57.000000Z")]
    [InlineData("2020-05-20t10:27:57,5z", "2020-05-20T10:27:57.500000Z")]
    [InlineData("2020-05-20 10:27", "2020-05-20T10:27:00.000000Z")]
    [InlineData("2020-05-20T10:27:57.9999999999-0530", "2020-05-20T15:57:57.999999Z")]
    [InlineData("2020-05-20T10:27:57+05", "2020-05-20T05:27:57.000000Z")]
    [InlineData("2024-02-29T24:00:00Z", "2024-03-01T00:00:00.000000Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000Z")]
    [InlineData("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z")]
    [InlineData("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z")]
    public void TryRead_Iso8601_GivesTheInstant(string text, string expected)
    {
        Assert.True(TimeText.TryRead(Encoding.UTF8.GetBytes(text), MqttTimeFormat.Iso8601, Stuttgart, out var time));
        Assert.Equal(expected, time.ToString());
    }

    [Theory]
    [InlineData("2026-01-15T12:00:00", "2026-01-15T11:00:00.000000Z")]
    [InlineData("2026-07-15 12:00", "2026-07-15T10:00:00.000000Z")]
    [InlineData("2026-07-15T12:00:00.25Z", "2026-07-15T12:00:00.250000Z")]
    [InlineData("2026-07-15T12:00:00+00:00", "2026-07-15T12:00:00.000000Z")]
    [InlineData("2026-10-25T02:30:00", "2026-10-25T00:30:00.000000Z")]
    [InlineData("2026-10-25T03:00:00", "2026-10-25T02:00:00.000000Z")]
    [InlineData("2026-03-29T02:30:00", "2026-03-29T01:30:00.000000Z")]
    [InlineData("9999-12-31T12:00:00", "9999-12-31T12:00:00.000000Z")]
    public void TryRead_SiteTime_IsOfTheSitesZoneUnlessItSaysOtherwise(string text, string expected)
    {
        Assert.True(TimeText.TryRead(Encoding.UTF8.GetBytes(text), MqttTimeFormat.Iso8601SiteTime, Stuttgart, out var time));
        Assert.Equal(expected, time.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2020-05-20")]
    [InlineData("2020-05-20T10")]
    [InlineData("2020-13-20T10:27:57Z")]
    [InlineData("2023-02-29T10:27:57Z")]
    [InlineData("2020-05-20T25:27:57Z")]
    [InlineData("2020-05-20T10:60:57Z")]
    [InlineData("2020-05-20T10:27:61Z")]
    [InlineData("2020-05-20T10:27:57.Z")]
    [InlineData("2020-05-20T10:27:57+24:00")]
    [InlineData("2020-05-20T10:27:57+5")]
    [InlineData("2020-05-20T10:27:57 UTC")]
    [InlineData("2020-05-20X10:27:57Z")]
    [InlineData("+020-05-20T10:27:57Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    public void TryRead_AnythingElse_IsNoTime(string text) =>
        Assert.False(TimeText.TryRead(Encoding.UTF8.GetBytes(text), MqttTimeFormat.Iso8601, Stuttgart, out _));

    [Theory]
    [InlineData(MqttTimeFormat.Iso8601)]
    [InlineData(MqttTimeFormat.Iso8601SiteTime)]
    [InlineData(MqttTimeFormat.EpochSeconds)]
    [InlineData(MqttTimeFormat.EpochMilliseconds)]
    [InlineData(MqttTimeFormat.EpochMicroseconds)]
    public void Write_AnInstant_ReadsAsTheSame(MqttTimeFormat format)
    {
        var time = new Timestamp(1_769_860_800_123_456);

        Assert.True(TimeText.TryRead(Encoding.UTF8.GetBytes(TimeText.Write(time, format, Stuttgart).Text), format, Stuttgart, out var read));

        Assert.Equal(time, read);
    }
}
