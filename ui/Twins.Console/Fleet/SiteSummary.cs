using System.Globalization;
using Twins.Connections;
using Twins.Devices;
using Twins.Sites;
using Twins.OperatorConsole.Formatting;
using Twins.OperatorConsole.Live;

namespace Twins.OperatorConsole.Fleet;

/// <summary>A site as its tile shows it: pure, from the description and the last overview.</summary>
public sealed record SiteSummary
{
    /// <summary>An overview older than this is no longer current.</summary>
    public static readonly TimeSpan OverviewExpires = TimeSpan.FromSeconds(5);

    private SiteSummary(SiteDescription site, SiteOverviewState state, DateTimeOffset now)
    {
        Site = site;
        Overview = state.Overview;
        OverviewAge = Overview is null ? null : now - Overview.TakenAt.ToDateTimeOffset();
        IsCurrent = OverviewAge < OverviewExpires;
        Note = Judge(state);
    }

    /// <summary>The site.</summary>
    public SiteDescription Site { get; }

    /// <summary>The last overview; null before the first.</summary>
    public SiteOverview? Overview { get; }

    /// <summary>How old the overview is.</summary>
    public TimeSpan? OverviewAge { get; }

    /// <summary>Whether the overview may be read as the present.</summary>
    public bool IsCurrent { get; }

    /// <summary>Whether simulated devices stand behind some of the site's connections.</summary>
    public bool Simulated => Overview?.Connections.Any(connection => connection.Simulated) == true;

    /// <summary>The worst that there is to say.</summary>
    public AttentionNote Note { get; }

    /// <summary>How many points are fresh, of how many.</summary>
    public (int Fresh, int Expected) Points => Overview is null
        ? (0, 0)
        : (Overview.Devices.Sum(device => device.FreshPoints), Overview.Devices.Sum(device => device.ExpectedPoints));

    /// <summary><c>37 of 40 fresh</c>.</summary>
    public string FreshText => string.Create(CultureInfo.InvariantCulture, $"{(IsCurrent ? Points.Fresh : 0)} of {Points.Expected} fresh");

    /// <summary>The mode in words.</summary>
    public string ModeText => (IsCurrent ? Overview!.Mode : NetworkMode.Unknown) switch
    {
        NetworkMode.Grid => "on grid",
        NetworkMode.Islanded => "islanded",
        _ => "mode unknown",
    };

    /// <summary>Judges a site.</summary>
    public static SiteSummary Of(SiteDescription site, SiteOverviewState state, DateTimeOffset now) => new(site, state, now);

    /// <summary>Worst first; equals by title.</summary>
    public static int Compare(SiteSummary left, SiteSummary right)
    {
        var level = left.Note.Level.CompareTo(right.Note.Level);
        return level != 0 ? level : string.CompareOrdinal(left.Site.Title, right.Site.Title);
    }

    private AttentionNote Judge(SiteOverviewState state)
    {
        if (Overview is null)
        {
            return state.Error is null ? new(Attention.Unknown, "No data yet") : new(Attention.Lost, $"The site cannot be read: {state.Error}");
        }
        return !IsCurrent
            ? new(Attention.Lost, $"Not live: last heard {Age.Text(OverviewAge!.Value)} ago")
            : Limits() ?? Faults() ?? Unanswered() ?? Incomplete() ?? new(Attention.Normal, "Normal");
    }

    private AttentionNote? Limits() => Overview!.Balance.GridW switch
    {
        { } grid when grid > Site.Limits.GridImportW => new(Attention.Fault, $"Import above the limit of {DisplayUnit.Kilowatts.Text(Site.Limits.GridImportW.Value)}"),
        { } grid when -grid > Site.Limits.GridExportW => new(Attention.Fault, $"Export above the limit of {DisplayUnit.Kilowatts.Text(Site.Limits.GridExportW.Value)}"),
        _ => null,
    };

    private AttentionNote? Faults()
    {
        var abnormal = Overview!.Devices.Where(device => device.AbnormalStates.Length > 0).ToList();
        return abnormal switch
        {
            [] => null,
            [var device] => new(Attention.Fault, $"{TitleOf(device.Device)}: {PointLabel.Of(device.AbnormalStates[0]).ToLowerInvariant()}{More(device.AbnormalStates.Length - 1)}"),
            _ => new(Attention.Fault, string.Create(CultureInfo.InvariantCulture, $"{abnormal.Count} devices report an abnormal state")),
        };
    }

    private AttentionNote? Unanswered()
    {
        var lost = Overview!.Devices.Where(device => device.Connectivity.State == Connectivity.Offline).ToList();
        var connecting = Overview.Connections.Count(connection => connection.State is ConnectionState.BackingOff or ConnectionState.Connecting);
        return lost switch
        {
            [] when connecting == 0 => null,
            [] => new(Attention.Lost, string.Create(CultureInfo.InvariantCulture, $"{connecting} of {Overview.Connections.Length} connections down")),
            [var device] => new(Attention.Lost, $"{TitleOf(device.Device)} does not answer"),
            _ => new(Attention.Lost, string.Create(CultureInfo.InvariantCulture, $"{lost.Count} of {Overview.Devices.Length} devices do not answer")),
        };
    }

    private AttentionNote? Incomplete() => Points switch
    {
        (_, 0) or (0, _) => new(Attention.Unknown, "No data yet"),
        var (fresh, expected) when fresh < expected => new(Attention.Stale, string.Create(CultureInfo.InvariantCulture, $"{expected - fresh} values not current")),
        _ => null,
    };

    private string TitleOf(string device) => Site.Devices.FirstOrDefault(entry => entry.Key == device)?.Title ?? device;

    private static string More(int count) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {count} more");
}
