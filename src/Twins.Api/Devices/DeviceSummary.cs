using Twins.Sites;

namespace Twins.Api.Devices;

/// <summary>A device in a list.</summary>
/// <param name="Key">Identity, <c>site/device</c>.</param>
/// <param name="Site">Key of the site.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Type">Key of the twin type.</param>
/// <param name="Product">Key of the device description.</param>
/// <param name="Connection">Key of the connection within the site.</param>
/// <param name="Connectivity">Whether it answers.</param>
/// <param name="FreshPoints">Points whose value is current.</param>
/// <param name="ExpectedPoints">Points that are polled.</param>
/// <param name="AbnormalStates">Keys of the states that ask for attention.</param>
internal sealed record DeviceSummary(
    string Key,
    string Site,
    string Title,
    string Type,
    string Product,
    string Connection,
    ConnectivityAnswer Connectivity,
    int FreshPoints,
    int ExpectedPoints,
    IReadOnlyList<string> AbnormalStates)
{
    /// <summary>The answer for a device as described, with its health as the site gathered it.</summary>
    public static DeviceSummary From(TwinDefinition device, DeviceHealth health) => new(
        device.Key.ToString(),
        device.Key.Site,
        device.Entry.Title,
        device.Type.Key,
        device.Description.Key,
        device.Entry.Connection,
        ConnectivityAnswer.From(health.Connectivity),
        health.FreshPoints,
        health.ExpectedPoints,
        health.AbnormalStates);
}
