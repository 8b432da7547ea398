using Twins.Adapters;
using Twins.Hosting.Configuration;
using Twins.Sites;

namespace Twins.Hosting.Simulation;

/// <summary>Sends the adapters to devices that <c>twins simulate</c> serves: they outlive this process, as devices in the field do.</summary>
/// <param name="file">The file with the endpoints; read at each connect, because the simulation may have been started again.</param>
internal sealed class SimulatedElsewhere(string file) : IConnectionResolver
{
    /// <inheritdoc/>
    public ResolvedEndpoint Resolve(string site, ConnectionDescription connection)
    {
        try
        {
            return SimulatedEndpoints.Read(file).TryGetValue(site, out var connections) && connections.TryGetValue(connection.Key, out var endpoint)
                ? new ResolvedEndpoint(endpoint.Address.ToString(), endpoint.Port, Simulated: true)
                : throw new NotSupportedException($"The connection '{site}/{connection.Key}' is not simulated: '{file}' does not name it.");
        }
        catch (BadInputException wrong)
        {
            throw new NotSupportedException(wrong.Message, wrong);
        }
    }
}
