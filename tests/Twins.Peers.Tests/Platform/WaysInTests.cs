using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Twins.Access;
using Twins.Hosting.Access;
using Twins.Hosting.Configuration;
using Twins.Hosting.Platform;

namespace Twins.Peers.Tests.Platform;

/// <summary>Every way into the platform names a policy.</summary>
public sealed class WaysInTests : IDisposable
{
    private static readonly string[] Known = [Policies.Public, .. AccessHosting.GrantedOnLoopback];

    private readonly string _folder = Directory.CreateTempSubdirectory("twins-ways-in").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Endpoints_AllOfThem_NameAPolicy(bool dashboard)
    {
        var config = Path.Combine(AppContext.BaseDirectory, "silo-config");
        using var listeners = Listeners.Open([new Uri("http://127.0.0.1:0")]);
        await using var app = PlatformHost.Build(
            new RunSettings(listeners.Urls, config, _folder, Simulate: true),
            Descriptions.Load(config, _ => { }),
            listeners,
            ["--Dashboard:Enabled", dashboard.ToString()]);

        // The SDK adds a handler of static assets of its own while the program runs from a build's output; the fallback policy covers it.
        List<Endpoint> endpoints = [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)
            .Where(endpoint => endpoint.DisplayName != "Fallback {**path:file}")];

        string[] paths = ["/api/v1/devices/{site}/{device}/setpoints/{point}", "/health/ready", "/_blazor", "/openapi/{documentName}.json"];
        Assert.All(paths, path => Assert.Contains(endpoints, endpoint => (endpoint as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/') == path));
        Assert.Equal(dashboard, endpoints.Any(endpoint => (endpoint as RouteEndpoint)?.RoutePattern.RawText?.Contains("dashboard", StringComparison.Ordinal) == true));
        Assert.All(endpoints, endpoint => Assert.True(
            endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>() is { Count: > 0 } asked && asked.All(way => Known.Contains(way.Policy)),
            $"{endpoint.DisplayName} names no policy."));
        Assert.All(endpoints, endpoint => Assert.Null(endpoint.Metadata.GetMetadata<IAllowAnonymous>()));
    }

    [Fact]
    public void Commands_AskForMoreThanReading()
    {
        var config = Path.Combine(AppContext.BaseDirectory, "silo-config");
        using var listeners = Listeners.Open([new Uri("http://127.0.0.1:0")]);
        var app = PlatformHost.Build(new RunSettings(listeners.Urls, config, _folder, Simulate: true), Descriptions.Load(config, _ => { }), listeners, []);

        var changing = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Any(method => method is "PUT" or "DELETE" or "PATCH") == true);

        Assert.All(changing, endpoint => Assert.Contains(
            endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(), way => way.Policy is Policies.Command or Policies.Operate));
    }

    [Fact]
    public void Hubs_OfOurs_NameAPolicy()
    {
        var hubs = AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => assembly.GetName().Name!.StartsWith("Twins.", StringComparison.Ordinal))
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(Hub)) && !type.IsAbstract);

        Assert.All(hubs, hub => Assert.True(
            Attribute.GetCustomAttributes(hub, typeof(AuthorizeAttribute)).Cast<AuthorizeAttribute>().Any(way => Known.Contains(way.Policy)),
            $"{hub} names no policy."));
    }
}
