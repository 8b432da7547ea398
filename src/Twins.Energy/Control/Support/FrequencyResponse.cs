namespace Twins.Energy.Control.Support;

/// <summary>
/// P(f): power that answers a frequency deviation beyond a dead band, in proportion (EN 50549-1, sections 4.6.1 and 4.6.2).
/// </summary>
/// <param name="NominalHz">Nominal frequency in Hz; positive.</param>
/// <param name="DeadBandHz">Deviation without answer in Hz; not negative (0.2 Hz for limited response).</param>
/// <param name="DroopShare">Deviation, as a share of the nominal frequency, that calls the whole reference power; positive (0.05).</param>
/// <param name="ReferencePowerW">Reference power in W; positive.</param>
public sealed record FrequencyResponse(double NominalHz, double DeadBandHz, double DroopShare, double ReferencePowerW)
{
    /// <summary>Power in W to add to the schedule, into the bus: positive below, negative above nominal.</summary>
    /// <param name="frequencyHz">Measured frequency in Hz.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frequency is not finite, or a parameter out of its range.</exception>
    public double PowerAt(double frequencyHz)
    {
        ControlArgument.Finite(frequencyHz, nameof(frequencyHz));
        ControlArgument.Positive(NominalHz, nameof(NominalHz));
        ControlArgument.NotNegative(DeadBandHz, nameof(DeadBandHz));
        ControlArgument.Positive(DroopShare, nameof(DroopShare));
        ControlArgument.Positive(ReferencePowerW, nameof(ReferencePowerW));
        var deviation = frequencyHz - NominalHz;
        var beyond = Math.Sign(deviation) * Math.Max(0, Math.Abs(deviation) - DeadBandHz);
        return Math.Clamp(-beyond / (DroopShare * NominalHz), -1, 1) * ReferencePowerW;
    }
}
