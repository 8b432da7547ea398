using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Twins.Api;

/// <summary>What the OpenAPI document says beyond the routes.</summary>
internal static class ApiDocument
{
    /// <summary>Titles the document.</summary>
    public static void Describe(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new OpenApiInfo
        {
            Title = "Twins",
            Version = "v1",
            Description = "Sites, devices, points, setpoints and live events. Power and current are positive when a device delivers into the bus.",
        };
        document.Servers = [];
        return Task.CompletedTask;
    });
}
