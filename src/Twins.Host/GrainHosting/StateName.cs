namespace Twins.Hosting.GrainHosting;

/// <summary>
/// The blob of one part of a grain's state: <c>state/kind/key=part.json</c>, the key's segments as folders, so that a site's twins lie
/// together. Two different grains or parts never share a name: <c>=</c> is escaped in keys, and no folder's name has one.
/// </summary>
internal static class StateName
{
    private const string Folder = "state";

    // No escaped segment is a single percent sign.
    private const string EmptySegment = "%";

    public static string Of(string grainType, string key, string stateName) =>
        $"{Folder}/{Escape(grainType)}/{string.Join('/', key.Split('/').Select(Escape))}={Escape(stateName)}.json";

    private static string Escape(string segment)
    {
        var escaped = Uri.EscapeDataString(segment);
        return escaped switch
        {
            "" => EmptySegment,
            ['.', ..] => "%2E" + escaped[1..],
            _ => escaped,
        };
    }
}
