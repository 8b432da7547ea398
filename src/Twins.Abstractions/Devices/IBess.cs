namespace Twins.Devices;

/// <summary>What is special to a battery: any device whose type has the capability <c>storage</c>.</summary>
[Alias("twins.IBess")]
public interface IBess : IDeviceTwin
{
    /// <summary>What the battery does, and what it could do now.</summary>
    [AlwaysInterleave]
    Task<StorageReport> GetStorageAsync(CancellationToken cancellationToken = default);
}

/// <summary>A storage at an instant; numbers are null where no fresh value is at hand.</summary>
/// <param name="Kind">Whether the device is a storage at all.</param>
/// <param name="ActivePowerW">Power into the bus in W; negative while charging.</param>
/// <param name="StateOfChargePercent">Energy stored, in % of the usable capacity.</param>
/// <param name="EnergyAvailableWh">Energy that can still be delivered, in Wh: as the device says, else from charge and capacity.</param>
/// <param name="ChargeHeadroomW">Greatest charging power now, in W, not negative: the lesser of rating and device's own limit; 0 when full.</param>
/// <param name="DischargeHeadroomW">Greatest discharging power now, in W, not negative; 0 when empty.</param>
[GenerateSerializer, Alias("twins.storage-report"), Immutable]
public sealed record StorageReport(
    [property: Id(0)] KindCheck Kind,
    [property: Id(1)] double? ActivePowerW,
    [property: Id(2)] double? StateOfChargePercent,
    [property: Id(3)] double? EnergyAvailableWh,
    [property: Id(4)] double? ChargeHeadroomW,
    [property: Id(5)] double? DischargeHeadroomW);
