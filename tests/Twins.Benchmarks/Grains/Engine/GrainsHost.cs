using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Twins.Adapters;
using Twins.Hosting.Clusters;
using Twins.Sites;
using Twins.Storage.Relational;

namespace Twins.Benchmarks.Grains.Engine;

/// <summary>The grains on a silo of their own in this process, as the host registers it; commands are durable in SQLite.</summary>
internal sealed class GrainsHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly DirectoryInfo _data;
    private readonly List<ISite> _started = [];
    private readonly StrongBox<bool> _quiet;

    private GrainsHost(IHost host, DirectoryInfo data, StrongBox<bool> quiet) => (_host, _data, _quiet) = (host, data, quiet);

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts a silo with sites; none of them is started yet.</summary>
    /// <param name="sites">The sites.</param>
    /// <param name="connections">Where connections are opened; where the site files say unless given.</param>
    /// <param name="filter">Sees each call to a grain.</param>
    public static async Task<GrainsHost> StartAsync(
        SiteConfiguration[] sites, IConnectionResolver? connections = null, IIncomingGrainCallFilter? filter = null)
    {
        DirectoryInfo data = Directory.CreateTempSubdirectory("twins-bench-");
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        var quiet = new StrongBox<bool>();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter((_, level) => level >= LogLevel.Error && !quiet.Value);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new SiteCatalog(sites));
        builder.Services.AddSingleton(connections ?? new DescribedConnections());
        builder.Services.AddSingleton(new FieldSites());
        builder.Services.AddRelationalStorage(new RelationalStorageOptions { Folder = data.FullName });
        if (filter is not null)
        {
            builder.Services.AddSingleton(filter);
        }

        builder.AddSilo(new ClusterSettings(), fieldSites: [], dashboard: false);
        var grains = new GrainsHost(builder.Build(), data, quiet);
        await grains._host.Services.GetRequiredService<RelationalStore>().InitializeAsync();
        await grains._host.StartAsync();
        return grains;
    }

    /// <summary>Starts a site; it is stopped before the silo, as the host does.</summary>
    public async Task<ISite> StartSiteAsync(string site)
    {
        ISite grain = Grains.GetGrain<ISite>(site);
        _started.Add(grain);
        await grain.StartAsync();
        return grain;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ISite site in _started)
        {
            await site.StopAsync();
        }

        // Twins that no site stopped go on talking to a silo that ends.
        _quiet.Value = true;
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _data.Delete(recursive: true);
    }
}
