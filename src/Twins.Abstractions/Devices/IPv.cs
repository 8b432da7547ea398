namespace Twins.Devices;

/// <summary>What is special to a generator: any device whose type has the capability <c>generation</c>.</summary>
[Alias("twins.IPv")]
public interface IPv : IDeviceTwin
{
    /// <summary>What is generated, and what is held back.</summary>
    [AlwaysInterleave]
    Task<GenerationReport> GetGenerationAsync(CancellationToken cancellationToken = default);
}

/// <summary>A generator at an instant; numbers are null where no fresh value is at hand.</summary>
/// <param name="Kind">Whether the device is a generator at all.</param>
/// <param name="ActivePowerW">Power into the bus in W.</param>
/// <param name="PowerLimitW">The curtailment that stands, in W; null when none was asked for.</param>
/// <param name="IrradianceWPerM2">Irradiance in the plane of the array, in W/m².</param>
[GenerateSerializer, Alias("twins.generation-report"), Immutable]
public sealed record GenerationReport(
    [property: Id(0)] KindCheck Kind,
    [property: Id(1)] double? ActivePowerW,
    [property: Id(2)] double? PowerLimitW,
    [property: Id(3)] double? IrradianceWPerM2);
