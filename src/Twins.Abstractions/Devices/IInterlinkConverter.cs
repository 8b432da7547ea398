namespace Twins.Devices;

/// <summary>What is special to a converter between two buses: any device whose type has the capability <c>conversion</c>.</summary>
[Alias("twins.IInterlinkConverter")]
public interface IInterlinkConverter : IDeviceTwin
{
    /// <summary>What flows between the buses, and the droop characteristic in force.</summary>
    [AlwaysInterleave]
    Task<ConversionReport> GetConversionAsync(CancellationToken cancellationToken = default);
}

/// <summary>A converter at an instant; numbers are null where no fresh value is at hand.</summary>
/// <param name="Kind">Whether the device is a converter at all.</param>
/// <param name="DcPowerW">Power into the DC bus in W.</param>
/// <param name="AcPowerW">Power into the AC bus in W; of the opposite sign.</param>
/// <param name="LossesW">What is lost between them, in W: minus the sum of both.</param>
/// <param name="DcVoltage">Voltage of the DC bus in V.</param>
/// <param name="ReferenceVoltage">V0 of the droop characteristic V = V0 − r·I, in V.</param>
/// <param name="DroopResistance">r of the droop characteristic, in Ω; I is positive into the bus.</param>
[GenerateSerializer, Alias("twins.conversion-report"), Immutable]
public sealed record ConversionReport(
    [property: Id(0)] KindCheck Kind,
    [property: Id(1)] double? DcPowerW,
    [property: Id(2)] double? AcPowerW,
    [property: Id(3)] double? LossesW,
    [property: Id(4)] double? DcVoltage,
    [property: Id(5)] double? ReferenceVoltage,
    [property: Id(6)] double? DroopResistance);
