using System.Net;
using System.Text.Json;
using Twins.Hosting.Configuration;

namespace Twins.Hosting.Simulation;

/// <summary>
/// Where simulated devices are served: site → connection → address and port. <c>twins simulate</c> writes it, hosts read it, each as JSON
/// such as <c>{"stuttgart-dc": {"storage": "127.0.0.1:40001"}}</c>.
/// </summary>
internal static class SimulatedEndpoints
{
    private const long MaxBytes = 4 * 1024 * 1024;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The endpoints as JSON.</summary>
    public static string Format(IReadOnlyDictionary<string, IReadOnlyDictionary<string, IPEndPoint>> sites, bool indented) =>
        JsonSerializer.Serialize(
            sites.ToDictionary(site => site.Key, site => site.Value.ToDictionary(known => known.Key, known => known.Value.ToString(), StringComparer.Ordinal), StringComparer.Ordinal),
            indented ? Indented : JsonSerializerOptions.Default);

    /// <summary>Writes a file as a whole: who reads it sees all of it or nothing.</summary>
    public static void Write(string path, string json)
    {
        var unfinished = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllText(unfinished, json);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadInputException">It cannot be read, or says something else.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, IPEndPoint>> Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                throw new BadInputException($"'{path}' is larger than {MaxBytes} bytes; endpoints of simulated devices are not.");
            }

            var sites = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(File.ReadAllText(path)) ?? [];
            return sites.ToDictionary(
                site => site.Key,
                IReadOnlyDictionary<string, IPEndPoint> (site) => site.Value.ToDictionary(known => known.Key, known => Parse(path, site.Key, known.Key, known.Value), StringComparer.Ordinal),
                StringComparer.Ordinal);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new BadInputException($"'{path}' does not say where simulated devices are served: {wrong.Message}");
        }
    }

    private static IPEndPoint Parse(string path, string site, string connection, string text) => IPEndPoint.TryParse(text, out var endpoint)
        ? endpoint
        : throw new BadInputException($"'{path}': '{text}' of {site}/{connection} is no address with a port, such as 127.0.0.1:40001.");
}
