using Twins.Access;
using Twins.Api.Devices;
using Twins.Api.Events;
using Twins.Api.Json;
using Twins.Api.Problems;
using Twins.Api.Setpoints;
using Twins.Api.Sites;

namespace Twins.Api;

/// <summary>The HTTP API (docs/api.md).</summary>
internal static class ApiRoutes
{
    /// <summary>Where the API lies.</summary>
    public const string Prefix = "/api";

    /// <summary>What the API needs in the container.</summary>
    public static void AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.AddOpenApi("v1", ApiDocument.Describe);
        services.AddSingleton<IStartupFilter, HeadRequests>();
        services.AddSingleton<SiteQueries>();
        services.AddSingleton<DeviceQueries>();
        services.AddSingleton<SetpointCallReader>();
        services.AddSingleton<SetpointDispatch>();
        services.AddSingleton<EventFilters>();
        services.AddSingleton<EventStreams>();
    }

    /// <summary>Adds the routes.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.UseProblems(Prefix);
        app.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Policies.Read);

        var api = app.MapGroup(Prefix + "/v1").ProducesProblem(StatusCodes.Status404NotFound);
        var reading = api.MapGroup("").RequireAuthorization(Policies.Read);
        reading.MapSites();
        reading.MapDevices();
        reading.MapEvents();
        reading.MapCommands();
        api.MapGroup("").RequireAuthorization(Policies.Command).MapSetpoints();
    }
}
