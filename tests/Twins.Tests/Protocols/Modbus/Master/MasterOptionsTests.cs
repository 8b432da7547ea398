using System.ComponentModel.DataAnnotations;
using Twins.Adapters.Modbus.Wire;

namespace Twins.Tests.Protocols.Modbus.Master;

public sealed class MasterOptionsTests
{
    [Fact]
    public void Defaults_AreWhatTheDocumentationSays()
    {
        var options = new ModbusTcpMasterOptions { Host = "bess-1" };

        Assert.Equal(502, options.Port);
        Assert.Equal(TimeSpan.FromSeconds(1), options.RequestTimeout);
        Assert.Equal(TimeSpan.FromSeconds(3), options.ConnectTimeout);
        Assert.Equal(8, options.MaxInFlight);
        Assert.Equal(256, options.QueueCapacity);
        Assert.Equal(TimeSpan.FromSeconds(0.5), options.ReconnectDelay);
        Assert.Equal(TimeSpan.FromSeconds(30), options.MaxReconnectDelay);
        Assert.Equal(TimeSpan.FromSeconds(1), options.UnitRestDelay);
        Assert.Equal(TimeSpan.FromSeconds(30), options.MaxUnitRestDelay);
        Assert.Equal(0.2, options.Jitter);
        Assert.Equal(3, options.SilencesBeforeReconnect);
    }

    [Fact]
    public void Constructor_EveryOptionOutOfBounds_ListsThemAll()
    {
        var options = new ModbusTcpMasterOptions
        {
            Host = "",
            Port = 65536,
            RequestTimeout = TimeSpan.Zero,
            ConnectTimeout = TimeSpan.FromHours(1),
            MaxInFlight = 257,
            QueueCapacity = 0,
            ReconnectDelay = TimeSpan.FromHours(2),
            MaxReconnectDelay = TimeSpan.Zero,
            UnitRestDelay = TimeSpan.FromTicks(1),
            MaxUnitRestDelay = TimeSpan.FromDays(1),
            Jitter = double.NaN,
            SilencesBeforeReconnect = 0,
        };

        var error = Assert.Throws<ValidationException>(() => new ModbusTcpMaster(options));

        Assert.Equal(
            """
            ModbusTcpMasterOptions cannot be used:
            - Host is empty, but must name a host or an address.
            - Port is 65536, but must lie between 1 and 65535.
            - RequestTimeout is 00:00:00, but must lie between 00:00:00.001 and 00:10:00.
            - ConnectTimeout is 01:00:00, but must lie between 00:00:00.001 and 00:10:00.
            - MaxInFlight is 257, but must lie between 1 and 256.
            - QueueCapacity is 0, but must lie between 1 and 65536.
            - ReconnectDelay is 02:00:00, but must lie between 00:00:00.001 and 01:00:00.
            - MaxReconnectDelay is 00:00:00, but must lie between 00:00:00.001 and 01:00:00.
            - UnitRestDelay is 00:00:00.0000001, but must lie between 00:00:00.001 and 01:00:00.
            - MaxUnitRestDelay is 1.00:00:00, but must lie between 00:00:00.001 and 01:00:00.
            - Jitter is NaN, but must lie between 0 and 0.5.
            - SilencesBeforeReconnect is 0, but must lie between 1 and 1000.
            """,
            error.Message);
    }

    [Fact]
    public void Constructor_LimitsBelowInitialDelays_NamesBoth()
    {
        var options = new ModbusTcpMasterOptions
        {
            Host = "bess-1",
            ReconnectDelay = TimeSpan.FromSeconds(2),
            MaxReconnectDelay = TimeSpan.FromSeconds(1),
            UnitRestDelay = TimeSpan.FromSeconds(4),
            MaxUnitRestDelay = TimeSpan.FromSeconds(3),
        };

        var error = Assert.Throws<ValidationException>(() => new ModbusTcpMaster(options));

        Assert.Equal(
            """
            ModbusTcpMasterOptions cannot be used:
            - MaxReconnectDelay is 00:00:01, but must not be below ReconnectDelay, 00:00:02.
            - MaxUnitRestDelay is 00:00:03, but must not be below UnitRestDelay, 00:00:04.
            """,
            error.Message);
    }
}
