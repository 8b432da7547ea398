using System.Net;
using Twins.Access;
using Twins.Protocols.Mqtt;

namespace Twins.Hosting.Mqtt.WebSockets;

/// <summary>MQTT over WebSocket (5.0, section 6): the subprotocol is <c>mqtt</c>, frames are binary.</summary>
internal static class WebSocketEndpoint
{
    private const string Subprotocol = "mqtt";

    /// <summary>
    /// Serves the broker of a site at <c>/mqtt/{site}</c> where its description says so, and at <c>/mqtt</c> when it is the only one.
    /// </summary>
    public static void MapSiteBrokers(this IEndpointRouteBuilder app)
    {
        var brokers = app.ServiceProvider.GetRequiredService<SiteBrokers>();
        List<string> sites = [.. brokers.WebSocketSites];
        foreach (var site in sites)
        {
            app.MapBroker(BrokerPaths.Of(site), () => brokers.Running.GetValueOrDefault(site)?.Broker);
        }

        if (sites is [var only])
        {
            app.MapBroker(BrokerPaths.Only, () => brokers.Running.GetValueOrDefault(only)?.Broker);
        }
    }

    /// <summary>Serves a broker at a path.</summary>
    /// <param name="app">The routes.</param>
    /// <param name="path">The path.</param>
    /// <param name="find">The broker; null while it does not run.</param>
    public static void MapBroker(this IEndpointRouteBuilder app, string path, Func<MqttBroker?> find) =>
        app.Map(path, context => ServeAsync(context, find())).ExcludeFromDescription().RequireAuthorization(Policies.Device);

    private static Task ServeAsync(HttpContext context, MqttBroker? broker)
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol, StringComparer.Ordinal))
        {
            return RefuseAsync(context, HttpStatusCode.BadRequest, $"Here an MQTT broker is reached over WebSocket with the subprotocol '{Subprotocol}'.");
        }

        if (!IsOfThisHost(context.Request))
        {
            return RefuseAsync(context, HttpStatusCode.Forbidden, $"Pages of '{context.Request.Headers.Origin}' may not use this broker.");
        }

        return broker is null
            ? RefuseAsync(context, HttpStatusCode.ServiceUnavailable, "The broker does not run.")
            : ServeSocketAsync(context, broker);
    }

    private static async Task ServeSocketAsync(HttpContext context, MqttBroker broker)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(Subprotocol);
        var remote = new IPEndPoint(context.Connection.RemoteIpAddress ?? IPAddress.None, context.Connection.RemotePort);
        await broker.ServeAsync(new WebSocketTransport(socket), new MqttPeer("websocket", remote), context.RequestAborted);
    }

    // Browsers let any page open a WebSocket to anywhere, and say whose page it is: without this check a page that an operator
    // visits could command devices. Programs send no origin.
    private static bool IsOfThisHost(HttpRequest request) =>
        request.Headers.Origin.ToString() is var origin
        && (origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority == request.Host.Value));

    private static Task RefuseAsync(HttpContext context, HttpStatusCode status, string why)
    {
        context.Response.StatusCode = (int)status;
        return context.Response.WriteAsync(why + "\n", context.RequestAborted);
    }
}
