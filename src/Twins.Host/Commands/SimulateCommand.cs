using System.Collections.Immutable;
using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;
using Twins.Hosting.Configuration;
using Twins.Hosting.Simulation;
using Twins.Simulator;
using Twins.Sites;

namespace Twins.Hosting.Commands;

/// <summary><c>twins simulate</c>: serves the simulated devices of sites in a process of their own, so that they outlive a host as real ones do.</summary>
internal static class SimulateCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var sites = new Option<string[]>("--site")
        {
            Description = "Site to simulate; may be given more than once [default: all]",
            HelpName = "site",
            AllowMultipleArgumentsPerToken = true,
        };
        var listen = new Option<string>("--listen")
        {
            Description = "Loopback address on which devices are served, each connection on a free port",
            HelpName = "address",
            DefaultValueFactory = _ => IPAddress.Loopback.ToString(),
        };
        var ports = new Option<string?>("--ports-file")
        {
            Description = "File that says where each connection is served, for the --simulate of hosts",
            HelpName = "file",
        };
        var command = new Command("simulate", "Simulates the devices of sites over real sockets, and prints where as JSON, until it is told to stop")
        {
            config, sites, listen, ports,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(config), parsed.GetValue(sites) ?? [], parsed.GetValue(listen)!, parsed.GetValue(ports), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? config, string[] sites, string listen, string? portsFile, CancellationToken cancellationToken)
    {
        try
        {
            if (!IPAddress.TryParse(listen, out var address) || !IPAddress.IsLoopback(address))
            {
                throw new BadInputException($"--listen: '{listen}' is not a loopback address; simulated devices have no protection against others.");
            }

            var catalog = Descriptions.Load(ConfigFolder.Find(config, Directory.GetCurrentDirectory()), Complaints.PrintWarning);
            await RunAsync(Chosen(catalog, sites), address, portsFile, cancellationToken);
            return ExitCodes.Success;
        }
        catch (BadInputException wrong)
        {
            return Complaints.Print(wrong);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            Console.Error.WriteLine(fault.Message);
            return ExitCodes.Failure;
        }
    }

    private static async Task RunAsync(
        IReadOnlyList<SiteConfiguration> sites, IPAddress address, string? portsFile, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, ended));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, ended));
        List<SiteSimulator> running = [];
        try
        {
            foreach (var site in sites)
            {
                running.Add(await SiteSimulator.StartAsync(site, new SimulatorOptions { Listen = address }, TimeProvider.System, ended.Token));
            }

            var endpoints = running.ToImmutableDictionary(site => site.Site.Description.Key, site => site.Endpoints, StringComparer.Ordinal);
            if (portsFile is not null)
            {
                SimulatedEndpoints.Write(portsFile, SimulatedEndpoints.Format(endpoints, indented: true));
            }

            Console.WriteLine(SimulatedEndpoints.Format(endpoints, indented: false));
            await await Task.WhenAny([Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended.Token), .. running.Select(site => site.Completion)]);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Told to stop.
        }
        finally
        {
            foreach (var simulator in running)
            {
                await simulator.DisposeAsync();
            }
        }
    }

    private static void End(PosixSignalContext signal, CancellationTokenSource ended)
    {
        signal.Cancel = true;
        ended.Cancel();
    }

    private static IReadOnlyList<SiteConfiguration> Chosen(SiteCatalog catalog, string[] sites)
    {
        var unknown = sites.Where(site => catalog.FindSite(site) is null).ToList();
        return unknown.Count > 0
            ? throw new BadInputException(
                [.. unknown.Select(site => $"--site: there is no site '{site}'; there are {string.Join(", ", catalog.Sites.Select(known => known.Description.Key))}.")])
            : [.. catalog.Sites.Where(site => sites.Length == 0 || sites.Contains(site.Description.Key, StringComparer.Ordinal))];
    }
}
