using Twins.Points;
using Twins.Sites;

namespace Twins.Commands;

/// <summary>
/// What a site's limits mean for one device: no device may be asked for more than the grid connection carries. How several
/// devices share it is the energy management's business.
/// </summary>
internal static class SiteEnvelope
{
    /// <summary>Key of the active-power setpoint in every type that has one.</summary>
    private const string PowerSetpoint = "powerSetpoint";

    /// <summary>The limits of a device's active-power setpoint; none for other setpoints.</summary>
    public static IEnumerable<EnvelopeLimit> Of(TwinDefinition twin, SiteDescription site, PointDefinition point)
    {
        if (point.Key != PowerSetpoint)
        {
            yield break;
        }

        // What a converter delivers at its dc terminal it draws from its ac bus: towards the grid the sign turns.
        var turns = point.Terminal == "dc" && twin.Entry.Buses.ContainsKey("ac");
        var (import, export) = turns ? (LimitSide.Maximum, LimitSide.Minimum) : (LimitSide.Minimum, LimitSide.Maximum);
        if (site.Limits.GridImportW is { } importW)
        {
            yield return Limit(import, importW, $"gridImport of the site {site.Key}");
        }

        if (site.Limits.GridExportW is { } exportW)
        {
            yield return Limit(export, exportW, $"gridExport of the site {site.Key}");
        }
    }

    private static EnvelopeLimit Limit(LimitSide side, double magnitude, string source) =>
        new(side, side == LimitSide.Maximum ? magnitude : 0 - magnitude, source);
}
