using System.Buffers;
using Twins.Text;

namespace Twins.Adapters.Mqtt;

/// <summary>What must hold of a resolved SenML name (RFC 8428, section 4.5.1).</summary>
internal static class SenmlNameText
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-:./_");

    /// <summary>What is wrong with a name; null when nothing is.</summary>
    public static Complaint? Complain(string name) => name switch
    {
        "" => new("a SenML name is at least one character", "write the name with its base name"),
        _ when name.AsSpan().IndexOfAnyExcept(Allowed) is >= 0 and var at => new(
            $"'{name}' has '{name[at]}', which SenML names do not have", "use letters, digits and - : . / _"),
        _ when !char.IsAsciiLetterOrDigit(name[0]) => new($"'{name}' begins with '{name[0]}'", "begin with a letter or a digit"),
        _ => null,
    };
}
