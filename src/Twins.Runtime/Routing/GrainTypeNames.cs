namespace Twins.Runtime.Routing;

/// <summary>How a grain class is called in identities and in storage: its name in lower case, without a trailing "Grain".</summary>
internal static class GrainTypeNames
{
    private const string Suffix = "Grain";

    internal static string Of(Type type)
    {
        var name = type.Name;
        if (name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            name = name[..^Suffix.Length];
        }

        return name.ToLowerInvariant();
    }
}
