using System.Text.Json.Serialization;
using Twins.Api.Devices;
using Twins.Api.Events;
using Twins.Api.Setpoints;
using Twins.Api.Sites;

namespace Twins.Api.Json;

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
