using System.Text.Json.Serialization;
using Twins.Hosting.Api.Devices;
using Twins.Hosting.Api.Events;
using Twins.Hosting.Api.Setpoints;
using Twins.Hosting.Api.Sites;

namespace Twins.Hosting.Api.Json;

/// <summary>Generated metadata of everything the API answers.</summary>
[JsonSerializable(typeof(SiteSummary[]))]
[JsonSerializable(typeof(SiteDetails))]
[JsonSerializable(typeof(DeviceSummary[]))]
[JsonSerializable(typeof(DeviceDetails))]
[JsonSerializable(typeof(SetpointAnswer))]
[JsonSerializable(typeof(SetpointBody))]
[JsonSerializable(typeof(DeviceChangeEvent))]
[JsonSerializable(typeof(DroppedEvent))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
