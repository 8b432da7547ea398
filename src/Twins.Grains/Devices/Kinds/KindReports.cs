using System.Collections.Immutable;
using System.Globalization;
using Twins.Devices;
using Twins.Commands;
using Twins.Points;

namespace Twins.Grains.Devices.Kinds;

/// <summary>What is special to a kind of device, made of its points and ratings. Pure.</summary>
internal static class KindReports
{
    private const string OutletGroup = "outlets";

    public static StorageReport Storage(in TwinView view)
    {
        double? charge = view.Number("stateOfCharge");
        double? capacity = view.Number("energyCapacity") ?? view.Rating("energyCapacity");
        return new StorageReport(
            view.Has("storage"),
            view.Number("activePower"),
            charge,
            view.Number("energyAvailable") ?? charge / 100 * capacity,
            charge >= (view.Number("maxStateOfCharge") ?? 100) ? 0 : Lesser(view.Rating("maxChargePower"), view.Number("maxChargePower")),
            charge <= (view.Number("minStateOfCharge") ?? 0) ? 0 : Lesser(view.Rating("maxDischargePower"), view.Number("maxDischargePower")));
    }

    public static OutletsReport Outlets(in TwinView view)
    {
        KindCheck kind = view.HasGroup(OutletGroup);
        int count = kind.Matches && view.Definition!.Entry.Counts.TryGetValue(OutletGroup, out int outlets) ? outlets : 0;
        var states = ImmutableArray.CreateBuilder<OutletState>(count);
        for (int outlet = 1; outlet <= count; outlet++)
        {
            PointValue on = view.Fresh(OutletPoint(outlet, "switchState"));
            states.Add(new OutletState(outlet, view.Number(OutletPoint(outlet, "power")), on.Type == PointValueType.Flag ? on.Flag : null));
        }

        return new OutletsReport(kind, states.MoveToImmutable());
    }

    public static SetpointRequest SwitchRequest(OutletSwitch request, Timestamp now) => new(
        request.Id,
        OutletPoint(request.Outlet, "switchCommand"),
        PointValue.FromFlag(request.SwitchOn),
        ValidFor: null,
        request.Origin,
        request.Actor,
        now);

    public static MeterReport Meter(in TwinView view) =>
        new(view.Has("metering"), view.Number("activePower"), view.Number("energyDelivered"), view.Number("energyDrawn"));

    public static GenerationReport Generation(in TwinView view, ImmutableArray<SetpointStatus> setpoints)
    {
        double? limit = null;
        if (view.Definition is { } definition && definition.Points.TryGetOrdinal("powerLimitSetpoint", out int ordinal))
        {
            PointValue desired = setpoints.FirstOrDefault(status => status.Point == ordinal)?.Desired ?? PointValue.None;
            limit = desired.HasValue ? desired.Number : null;
        }

        return new GenerationReport(view.Has("generation"), view.Number("activePower"), limit, view.Number("irradiance"));
    }

    public static ConversionReport Conversion(in TwinView view)
    {
        double? dc = view.Number("activePower");
        double? ac = view.Number("acActivePower");
        return new ConversionReport(
            view.Has("conversion"), dc, ac, -(dc + ac), view.Number("dcVoltage") ?? view.Number("voltage"),
            view.Number("dcReferenceVoltage"), view.Number("droopResistance"));
    }

    private static string OutletPoint(int outlet, string name) => string.Create(CultureInfo.InvariantCulture, $"{OutletGroup}.{outlet}.{name}");

    private static double? Lesser(double? rating, double? device) => rating is null ? device : device is null ? rating : Math.Min(rating.Value, device.Value);
}
