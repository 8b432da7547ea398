using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Twins.Adapters.Mqtt.Broker.Hosting;

/// <summary>MQTT over WebSocket (5.0, section 6): the subprotocol is <c>mqtt</c>, frames are binary.</summary>
public static class BrokerWebSockets
{
    /// <summary>The path of the only broker.</summary>
    public const string OnlyPath = "/mqtt";

    private const string Subprotocol = "mqtt";

    /// <summary>The path of a site's broker.</summary>
    public static string PathOf(string site) => $"{OnlyPath}/{site}";

    /// <summary>
    /// Serves the brokers of these sites at <c>/mqtt/{site}</c>, and at <c>/mqtt</c> when there is one. The pipeline uses WebSockets
    /// (<c>UseWebSockets</c>).
    /// </summary>
    /// <param name="app">The routes.</param>
    /// <param name="sites">The sites whose description says so.</param>
    /// <param name="find">The broker of a site; null while it does not run.</param>
    public static void MapSiteBrokers(this IEndpointRouteBuilder app, IReadOnlyList<string> sites, Func<string, SiteBroker?> find)
    {
        ArgumentNullException.ThrowIfNull(sites);
        foreach (var site in sites)
        {
            app.MapBroker(PathOf(site), () => find(site));
        }

        if (sites is [var only])
        {
            app.MapBroker(OnlyPath, () => find(only));
        }
    }

    /// <summary>Serves a broker at a path.</summary>
    /// <param name="app">The routes.</param>
    /// <param name="path">The path.</param>
    /// <param name="find">The broker; null while it does not run.</param>
    public static IEndpointConventionBuilder MapBroker(this IEndpointRouteBuilder app, string path, Func<SiteBroker?> find) =>
        app.Map(path, context => ServeAsync(context, find())).ExcludeFromDescription();

    private static Task ServeAsync(HttpContext context, SiteBroker? broker)
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol, StringComparer.Ordinal))
        {
            return RefuseAsync(context, HttpStatusCode.BadRequest, $"Here an MQTT broker is reached over WebSocket with the subprotocol '{Subprotocol}'.");
        }

        if (!IsOfThisHost(context.Request))
        {
            return RefuseAsync(context, HttpStatusCode.Forbidden, $"Pages of '{Shorten(context.Request.Headers.Origin.ToString())}' may not use this broker.");
        }

        return broker is null
            ? RefuseAsync(context, HttpStatusCode.ServiceUnavailable, "The broker does not run.")
            : ServeSocketAsync(context, broker);
    }

    private static async Task ServeSocketAsync(HttpContext context, SiteBroker broker)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(Subprotocol).ConfigureAwait(false);
        await broker.ServeAsync(socket, new IPEndPoint(context.Connection.RemoteIpAddress ?? IPAddress.None, context.Connection.RemotePort)).ConfigureAwait(false);
    }

    // Browsers let any page open a WebSocket to anywhere, and say whose page it is: without this check a page that an operator
    // visits could command devices. Programs send no origin.
    private static bool IsOfThisHost(HttpRequest request) =>
        request.Headers.Origin.ToString() is var origin
        && (origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority == request.Host.Value));

    private static string Shorten(string text) => text.Length <= 200 ? text : text[..200] + "…";

    private static Task RefuseAsync(HttpContext context, HttpStatusCode status, string why)
    {
        context.Response.StatusCode = (int)status;
        return context.Response.WriteAsync(why + "\n", context.RequestAborted);
    }
}
