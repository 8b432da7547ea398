using System.Globalization;
using Twins.Model.Descriptions;
using Twins.Model.Descriptions.Yaml;
using Twins.Model.Devices.Modbus;
using Twins.Model.Points;
using Twins.Model.Readings;

namespace Twins.Model.Tests.Golden;

public sealed class GoldenTests
{
    private const string NotAvailable = "notAvailable";

    public static TheoryData<string> Devices { get; } = [.. GoldenFixture.DeviceKeys()];

    [Theory]
    [MemberData(nameof(Devices))]
    public void Decode_TheFixturesRegisters_GivesTheExpectedReadings(string device)
    {
        var fixture = GoldenFixture.Read(device);
        var golden = new GoldenDevice(device, fixture);

        var readings = golden.ReadAll();

        var actual = fixture.Points.Select(point => $"{point.Key} = {Show(readings[point.Key], golden)}");
        Assert.Equal(fixture.Points.Select(point => $"{point.Key} = {Normalise(point.Value!)}"), actual, StringComparer.Ordinal);
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
            Assert.Null(Encode(target, ToValue(golden.Definition.Points[target.Ordinal], write.Value!), golden, registers));
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
        Assert.Contains(fixture.Points, point => point.Value!.Text == NotAvailable);
        Assert.Contains(fixture.Points, point => point.Value!.Text.StartsWith('-'));
    }

    [Fact]
    public void EveryDeviceDescription_HasAFixture()
    {
        var devices = SiteConfigurationLoader.Load(RepositoryFolder.Descriptions).Devices.Select(device => device.Key);

        Assert.Equal(devices, GoldenFixture.DeviceKeys(), StringComparer.Ordinal);
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

    private static PointValue ToValue(PointDefinition point, ScalarNode node) => point.ValueType switch
    {
        PointValueType.Number => PointValue.FromNumber(double.Parse(node.Text, CultureInfo.InvariantCulture)),
        PointValueType.Flag => PointValue.FromFlag(node.Text == "true"),
        _ => PointValue.FromEnum(point.Members.Single(member => member.Key == node.Text).Code),
    };

    private static string Normalise(ScalarNode node) =>
        double.TryParse(node.Text, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture) : node.Text;

    private static string Show(string key, ushort[] registers) => $"{key}: {string.Join(' ', registers.Select(register => register.ToString("X4", CultureInfo.InvariantCulture)))}";

    private static string Show(Reading reading, GoldenDevice golden) => reading switch
    {
        { Quality: Quality.Bad, Reason: QualityReason.NotAvailable } => NotAvailable,
        { Quality: not Quality.Good } => $"{reading.Quality} {reading.Reason}",
        { Value.Type: PointValueType.Number } => reading.Value.Number.ToString(CultureInfo.InvariantCulture),
        { Value.Type: PointValueType.Enum } => golden.Definition.Points[reading.Point].Members.Single(member => member.Code == reading.Value.EnumCode).Key,
        { Value.Type: PointValueType.Flag } => reading.Value.Flag ? "true" : "false",
        _ => reading.Value.Text ?? "",
    };
}
