using Twins.Adapters.Mqtt;
using Twins.Adapters;
using System.Globalization;
using Twins.Configuration;
using Twins.Adapters.Modbus;
using Twins.Points;
using Twins.Tests.Model.Golden.Mqtt;

namespace Twins.Tests.Model.Golden;

public sealed class GoldenTests
{
    public static TheoryData<string> Devices { get; } = [.. GoldenFixture.DeviceKeys()];

    [Theory]
    [MemberData(nameof(Devices))]
    public void Decode_TheFixturesRegisters_GivesTheExpectedReadings(string device)
    {
        var fixture = GoldenFixture.Read(device);
        var golden = new GoldenDevice(device, fixture);

        var readings = golden.ReadAll();

        var actual = fixture.Points.Select(point => $"{point.Key} = {GoldenValues.Show(readings[point.Key], golden.Definition.Points[readings[point.Key].Point])}");
        Assert.Equal(fixture.Points.Select(point => $"{point.Key} = {GoldenValues.Normalise(point.Value!)}"), actual, StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Encode_TheExpectedReadings_GivesTheFixturesRegisters(string device)
    {
        var fixture = GoldenFixture.Read(device);
        var golden = new GoldenDevice(device, fixture);
        var readings = golden.ReadAll();

        foreach (var point in fixture.Points)
        {
            var item = golden.Map.Items.Single(candidate => candidate.Key == point.Key);
            var registers = point.Raw.ToArray();
            Assert.Null(Encode(item, readings[point.Key].Value, golden, registers));
            Assert.Equal(Show(point.Key, point.Raw), Show(point.Key, registers));
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Encode_TheFixturesSetpoints_GivesTheRegistersToWrite(string device)
    {
        var fixture = GoldenFixture.Read(device);
        var golden = new GoldenDevice(device, fixture);
        golden.ReadAll();

        foreach (var write in fixture.Writes)
        {
            var target = golden.Map.Setpoints.Single(setpoint => setpoint.Target.Key == write.Key).Target;
            var registers = new ushort[write.Raw.Length];
            Assert.Null(Encode(target, GoldenValues.Read(golden.Definition.Points[target.Ordinal], write.Value!), golden, registers));
            Assert.Equal((write.Key, write.Address, write.Table), (target.Key, target.Address, target.Table.ToString().ToLowerInvariant()));
            Assert.Equal(Show(write.Key, write.Raw), Show(write.Key, registers));
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fixture_HoldsEveryPointAndSetpoint_WithANegativeAndANotAvailableValue(string device)
    {
        var fixture = GoldenFixture.Read(device);
        var golden = new GoldenDevice(device, fixture);

        Assert.Equal(golden.Map.Items.Select(item => item.Key).Order(StringComparer.Ordinal), fixture.Points.Select(point => point.Key).Order(StringComparer.Ordinal));
        Assert.Equal(
            golden.Map.Setpoints.Select(setpoint => PointKeys.WithoutIndex(setpoint.Target.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            fixture.Writes.Select(write => PointKeys.WithoutIndex(write.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Contains(fixture.Points, point => point.Value!.Text == GoldenValues.NotAvailable);
        Assert.Contains(fixture.Points, point => point.Value!.Text.StartsWith('-'));
    }

    [Fact]
    public void EveryDeviceDescription_HasAFixture()
    {
        var devices = SiteConfigurationLoader.Load(RepositoryFolder.Descriptions, FieldProtocols.All).Devices;

        Assert.Equal(devices.Where(device => device.Protocol is ModbusDescription).Select(device => device.Key), GoldenFixture.DeviceKeys(), StringComparer.Ordinal);
        Assert.Empty(devices.Where(device => device.Protocol is MqttDescription).Select(device => device.Key).Except(MqttGoldenFixture.DeviceKeys(), StringComparer.Ordinal));
    }

    private static string? Encode(ModbusItem item, PointValue value, GoldenDevice golden, ushort[] registers)
    {
        if (item.Table is not (ModbusTable.Coil or ModbusTable.Discrete))
        {
            return item.TryEncode(value, golden.Factors, registers);
        }

        var error = item.Codec.TryEncode(value, out var bit);
        registers[0] = bit ? (ushort)1 : (ushort)0;
        return error;
    }

    private static string Show(string key, ushort[] registers) => $"{key}: {string.Join(' ', registers.Select(register => register.ToString("X4", CultureInfo.InvariantCulture)))}";
}
