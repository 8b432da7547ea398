namespace Twins.Sites;

/// <summary>A device's identity everywhere: <c>site/device</c>.</summary>
/// <param name="Site">Key of the site.</param>
/// <param name="Device">Key of the device within the site.</param>
public readonly record struct DeviceKey(string Site, string Device)
{
    /// <summary>Reads <c>site/device</c>.</summary>
    /// <exception cref="FormatException">There is not exactly one slash with text on both sides.</exception>
    public static DeviceKey Parse(string text) => text.Split('/') is [{ Length: > 0 } site, { Length: > 0 } device]
        ? new(site, device)
        : throw new FormatException($"'{text}' is not a device key; expected site/device.");

    /// <inheritdoc/>
    public override string ToString() => $"{Site}/{Device}";
}
