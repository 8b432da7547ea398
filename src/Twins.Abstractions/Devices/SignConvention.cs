namespace Twins.Devices;

/// <summary>Sign convention of a device's number against ours (positive = into the bus).</summary>
public enum SignConvention
{
    /// <summary>As ours: positive delivers into the bus.</summary>
    DeliverPositive,

    /// <summary>The device counts charging, or drawing, as positive: the number is negated.</summary>
    ChargePositive,
}
