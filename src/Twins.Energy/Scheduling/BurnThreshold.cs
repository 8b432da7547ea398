namespace Twins.Energy.Scheduling;

/// <summary>
/// Wear cost from which a store never pays for charging and discharging at once. Drawing c and delivering ηc·ηd·c at a price
/// p &lt; 0 earns |p|·c·(1 − ηc·ηd) and wears κ·c·(1 + ηc·ηd).
/// </summary>
public static class BurnThreshold
{
    /// <summary>κ ≥ |p_min|·(1 − ηc·ηd)/(1 + ηc·ηd) in EUR/kWh; 0 when no price is negative.</summary>
    /// <param name="lowestPriceEurPerKwh">Lowest price of the horizon.</param>
    /// <param name="chargeEfficiency">ηc, above 0, at most 1.</param>
    /// <param name="dischargeEfficiency">ηd, above 0, at most 1.</param>
    public static double WearEurPerKwh(double lowestPriceEurPerKwh, double chargeEfficiency, double dischargeEfficiency)
    {
        double roundTrip = chargeEfficiency * dischargeEfficiency;
        return Math.Max(0, -lowestPriceEurPerKwh) * (1 - roundTrip) / (1 + roundTrip);
    }
}
