namespace Twins.Devices;

/// <summary>What is special to a meter: any device whose type has the capability <c>metering</c>.</summary>
[Alias("twins.IMeter")]
public interface IMeter : IDeviceTwin
{
    /// <summary>What passes the meter.</summary>
    [AlwaysInterleave]
    Task<MeterReport> GetMeterAsync(CancellationToken cancellationToken = default);
}

/// <summary>A meter at an instant; numbers are null where no fresh value is at hand.</summary>
/// <param name="Kind">Whether the device is a meter at all.</param>
/// <param name="ActivePowerW">Power into the bus in W; import at the grid connection is positive.</param>
/// <param name="EnergyDeliveredWh">Energy into the bus in all, in Wh.</param>
/// <param name="EnergyDrawnWh">Energy out of the bus in all, in Wh.</param>
[GenerateSerializer, Alias("twins.meter-report"), Immutable]
public sealed record MeterReport(
    [property: Id(0)] KindCheck Kind,
    [property: Id(1)] double? ActivePowerW,
    [property: Id(2)] double? EnergyDeliveredWh,
    [property: Id(3)] double? EnergyDrawnWh);
