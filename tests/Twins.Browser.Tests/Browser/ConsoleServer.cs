using Twins.Access;
using Twins.Client.Live;
using Twins.OperatorConsole.Tests.Plant;

namespace Twins.OperatorConsole.Tests.Browser;

/// <summary>The console over a test plant, on a free loopback port, composed as a host composes it.</summary>
public sealed class ConsoleServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ConsoleServer(WebApplication app, TestPlant plant)
    {
        _app = app;
        Plant = plant;
    }

    public TestPlant Plant { get; }

    public string Address => _app.Urls.Single();

    public static async Task<ConsoleServer> StartAsync()
    {
        var plant = new TestPlant();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Production",
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(ConsoleServer).Assembly.GetName().Name,
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseStaticWebAssets();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(plant.Clock);
        builder.Services.AddSingleton<IGrainFactory>(plant);
        builder.Services.AddSingleton(plant.Catalog);
        builder.Services.AddSingleton<LiveFeed>();
        builder.Services.AddTwinsConsole();

        // Who may do what is the host's business, and tested there: here everyone may.
        var authorization = builder.Services.AddAuthorizationBuilder();
        foreach (var name in (string[])[Policies.Public, Policies.Read, Policies.Command, Policies.Operate])
        {
            authorization.AddPolicy(name, policy => policy.RequireAssertion(_ => true));
        }

        var app = builder.Build();
        app.MapTwinsConsole();
        await app.StartAsync();
        return new ConsoleServer(app, plant);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
