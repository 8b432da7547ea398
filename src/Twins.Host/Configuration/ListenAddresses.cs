using System.Net;

namespace Twins.Hosting.Configuration;

/// <summary>
/// Where the host may listen. Until listeners are secured (TLS, people, roles) it serves this machine only:
/// whoever reaches the port may command devices.
/// </summary>
internal static class ListenAddresses
{
    /// <summary>The default address.</summary>
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>Reads addresses separated by semicolons.</summary>
    /// <exception cref="BadInputException">An address is malformed, not http, or not of this machine.</exception>
    public static IReadOnlyList<Uri> Parse(string text)
    {
        var addresses = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne).ToList();
        return addresses.Count > 0 ? addresses : throw new BadInputException("--urls is empty; expected an address such as " + Default + ".");
    }

    private static Uri ParseOne(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp || address.PathAndQuery != "/")
        {
            throw new BadInputException($"--urls: '{text}' is not an address that can be served; expected one such as {Default}.");
        }

        return address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))
            ? address
            : throw new BadInputException(
                $"--urls: '{text}' would be reachable from other machines, and this version has no users and no encryption; use a loopback address such as {Default}.");
    }
}
