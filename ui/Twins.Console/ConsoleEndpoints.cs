using Microsoft.AspNetCore.Builder;
using Twins.Access;

namespace Twins.OperatorConsole;

/// <summary>What the console adds to a host's pipeline.</summary>
public static class ConsoleEndpoints
{
    /// <summary>
    /// Own scripts only, none inline; styles may be inline because Radzen's dialog places itself by style attributes. No other
    /// origin, and no frame around the console.
    /// </summary>
    internal const string ContentSecurityPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>
    /// Maps the console's pages at the root, its assets, and Blazor's script. Call it after the host's own routing and
    /// authentication. The host calls <c>builder.WebHost.UseStaticWebAssets()</c> before, so that <c>dotnet run</c> finds the
    /// assets in any environment; in a published host that call does nothing.
    /// </summary>
    public static WebApplication MapTwinsConsole(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets().RequireAuthorization(Policies.Public);
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization(Policies.Read)
            .Add(AddSecurityHeaders);
        return app;
    }

    private static void AddSecurityHeaders(EndpointBuilder endpoint)
    {
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "same-origin";
            return next(context);
        };
    }
}
