namespace Twins.Hosting.Access;

/// <summary>
/// What keeps pages of others away. Browsers let any page open WebSockets to anywhere and send simple requests, and say whose page it is:
/// without the check a page that an operator visits could command devices. Programs send no origin.
/// </summary>
internal static class BrowserRules
{
    // An answer of the API is data: nothing in it may run, load or be framed. The console's pages say for themselves what they need.
    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Refuses foreign origins wherever something changes or a socket opens, and sets the headers that browsers keep to.</summary>
    public static void UseBrowserRules(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        context.Response.OnStarting(SetHeaders, context.Response);
        if (MayChange(context) && !IsOwn(context.Request))
        {
            await TypedResults.Problem(
                $"Pages of '{Excerpt(context.Request.Headers.Origin.ToString())}' may not use this host.",
                statusCode: StatusCodes.Status403Forbidden,
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = "foreignOrigin" }).ExecuteAsync(context);
            return;
        }

        await next(context);
    });

    private static bool MayChange(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest
        || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method));

    private static bool IsOwn(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var page)
                && string.Equals(page.Scheme, request.Scheme, StringComparison.OrdinalIgnoreCase)
                && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    private static string Excerpt(string text) => text.Length <= 100 ? text : text[..100] + "…";

    private static Task SetHeaders(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = DataPolicy;
        }

        return Task.CompletedTask;
    }
}
