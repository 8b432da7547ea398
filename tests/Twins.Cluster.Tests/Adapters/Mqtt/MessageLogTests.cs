using System.Text;
using Twins.Connections;
using Twins.Adapters.Mqtt;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Adapters.Mqtt;

public sealed class MessageLogTests
{
    private static readonly MqttFault Fault = new(MqttFaultKind.NotANumber, 17, "/voltage", "voltage");

    private readonly ManualTimeProvider _clock = new();
    private readonly MessageLog _log;

    public MessageLogTests() => _log = new MessageLog(_clock);

    [Fact]
    public void CountBad_Storm_CountsAllAndSamplesOneASecond()
    {
        for (int message = 1; message <= 10_000; message++)
        {
            _log.CountBad("a/b"u8, Encoding.UTF8.GetBytes($"bad {message}"), Fault);
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        _log.CountBad("a/b"u8, "the last"u8, Fault);

        MessageFigures figures = _log.Figures(0);
        Assert.Equal(10_001, figures.Bad);
        Assert.Equal(["the last", "bad 5", "bad 4", "bad 3", "bad 2"], figures.LastBad.Select(bad => bad.Excerpt));
        Assert.Equal(("a/b", "not a number at byte 17, /voltage (voltage)"), (figures.LastBad[0].Topic, figures.LastBad[0].Reason));
    }

    [Theory]
    [InlineData(new byte[] { 0x7B, 0x00, 0x0A, 0xFF, 0xC3, 0xA4, 0x7D }, "{···ä}")]
    [InlineData(new byte[] { 0xE2, 0x80, 0xAE, 0x61 }, "·a")]
    [InlineData(new byte[] { }, "")]
    public void Excerpt_OfAnything_IsPrintable(byte[] payload, string shown) => Assert.Equal(shown, Excerpt.Of(payload, Excerpt.PayloadLength));

    [Fact]
    public void Excerpt_Long_EndsInDots()
    {
        string shown = Excerpt.Of(Enumerable.Repeat((byte)'x', 1_000_000).ToArray(), Excerpt.PayloadLength);

        Assert.Equal(new string('x', Excerpt.PayloadLength) + "…", shown);
    }
}
