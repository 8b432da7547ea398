using Twins.Devices;
using Twins.Api.Setpoints;
using Twins.Sites;

namespace Twins.Api.Devices;

/// <summary>A device with all its points.</summary>
/// <param name="Key">Identity, <c>site/device</c>.</param>
/// <param name="Site">Key of the site.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Type">Key of the twin type.</param>
/// <param name="Product">Key of the device description.</param>
/// <param name="DescriptionHash">Hash of the description version in force.</param>
/// <param name="Connection">Key of the connection within the site.</param>
/// <param name="Capabilities">What devices of the type can do.</param>
/// <param name="Ratings">Ratings in canonical units.</param>
/// <param name="Connectivity">Whether it answers.</param>
/// <param name="Epoch">Changes whenever the twin starts again.</param>
/// <param name="Sequence">The last change event that this answer includes.</param>
/// <param name="TakenAt">When the state was taken; ages count to here.</param>
/// <param name="Points">Every point, in the order of the type.</param>
/// <param name="Setpoints">Desired and reported of what was ever commanded.</param>
internal sealed record DeviceDetails(
    string Key,
    string Site,
    string Title,
    string Type,
    string Product,
    string DescriptionHash,
    string Connection,
    IReadOnlyList<string> Capabilities,
    IReadOnlyDictionary<string, double> Ratings,
    ConnectivityAnswer Connectivity,
    long Epoch,
    long Sequence,
    Timestamp TakenAt,
    IReadOnlyList<PointAnswer> Points,
    IReadOnlyList<SetpointStatusAnswer> Setpoints)
{
    /// <summary>The answer for a device as described, with the live state of its twin.</summary>
    public static DeviceDetails From(TwinDefinition device, DeviceSnapshot snapshot) => new(
        device.Key.ToString(),
        device.Key.Site,
        device.Entry.Title,
        device.Type.Key,
        device.Description.Key,
        device.Hash,
        device.Entry.Connection,
        device.Type.Capabilities,
        device.Entry.Ratings,
        ConnectivityAnswer.From(snapshot.Connectivity),
        snapshot.Epoch,
        snapshot.Sequence,
        snapshot.TakenAt,
        PointAnswer.From(device, snapshot.Readings, snapshot.TakenAt),
        SetpointStatusAnswer.From(device, snapshot.Setpoints));
}
