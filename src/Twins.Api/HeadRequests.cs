namespace Twins.Api;

/// <summary>
/// HEAD answers as GET does, without the body (RFC 9110, section 9.3.2): the routes name GET only, and see it. The server itself leaves the
/// body of the answer out. A filter of the start-up, because routes are matched before any middleware of the application runs.
/// </summary>
internal sealed class HeadRequests : IStartupFilter
{
    private static readonly object Key = new();

    /// <summary>Whether the request came as HEAD: what has no end has no body to leave out.</summary>
    public static bool IsHead(HttpContext context) => context.Items.ContainsKey(Key);

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, following) =>
        {
            if (HttpMethods.IsHead(context.Request.Method))
            {
                context.Request.Method = HttpMethods.Get;
                context.Items[Key] = Key;
            }

            return following(context);
        });
        next(app);
    };
}
