namespace Twins.Hosting.Configuration;

/// <summary>What the command line says about a run.</summary>
/// <param name="Urls">Where to listen.</param>
/// <param name="ConfigFolder">Folder with types, devices and sites.</param>
/// <param name="DataFolder">Folder for everything durable.</param>
/// <param name="Simulate">Whether the sites' devices are simulated instead of reached in the field.</param>
/// <param name="Endpoints">File that says where <c>twins simulate</c> serves the devices; null: this process simulates them itself.</param>
internal sealed record RunSettings(IReadOnlyList<Uri> Urls, string ConfigFolder, string DataFolder, bool Simulate, string? Endpoints = null);
