namespace Twins.Devices;

/// <summary>Whether a device is of the kind that the caller took it for.</summary>
/// <param name="Matches">Whether it is; the rest of the answer is empty when it is not.</param>
/// <param name="Type">Key of the type that the device has; null when the device is not known to its site.</param>
[GenerateSerializer, Alias("twins.kind-check"), Immutable]
public readonly record struct KindCheck([property: Id(0)] bool Matches, [property: Id(1)] string? Type);
