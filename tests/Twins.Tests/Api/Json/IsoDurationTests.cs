using Twins.Api.Json;

namespace Twins.Tests.Api.Json;

public sealed class IsoDurationTests
{
    [Theory]
    [InlineData("PT5M", 300)]
    [InlineData("PT0.5S", 0.5)]
    [InlineData("PT1H30M", 5400)]
    [InlineData("P1D", 86_400)]
    [InlineData("P1DT1S", 86_401)]
    [InlineData("PT0S", 0)]
    public void TryParse_Duration_IsRead(string text, double seconds)
    {
        Assert.True(IsoDuration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("5M")]
    [InlineData("PT5")]
    [InlineData("-PT5M")]
    [InlineData("P1Y")]
    [InlineData("P1M")]
    [InlineData("PT5M ")]
    [InlineData("PT99999999999S")]
    [InlineData(null)]
    public void TryParse_NoFixedDuration_IsRefused(string? text) => Assert.False(IsoDuration.TryParse(text, out _));

    [Theory]
    [InlineData("10", 10)]
    [InlineData("2.5", 2.5)]
    [InlineData("PT10S", 10)]
    public void TryParseOrSeconds_EitherForm_IsRead(string text, double seconds)
    {
        Assert.True(IsoDuration.TryParseOrSeconds(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1e300")]
    [InlineData("99999999999999999999")]
    [InlineData("ten")]
    public void TryParseOrSeconds_Neither_IsRefused(string text) => Assert.False(IsoDuration.TryParseOrSeconds(text, out _));

    [Fact]
    public void Format_Duration_IsReadBack()
    {
        var duration = TimeSpan.FromMilliseconds(90_250);

        Assert.True(IsoDuration.TryParse(IsoDuration.Format(duration), out var read));
        Assert.Equal(duration, read);
    }
}
