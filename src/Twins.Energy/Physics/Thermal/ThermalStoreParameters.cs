namespace Twins.Energy.Physics.Thermal;

/// <summary>A hot-water store for recovered heat, for example a data centre's: one well-mixed mass with losses.</summary>
public sealed record ThermalStoreParameters
{
    /// <summary>Name used in errors. Default <c>thermal store</c>.</summary>
    public string Element { get; init; } = "thermal store";

    /// <summary>Heat capacity in Wh/K; 1 m³ of water is 1,163 Wh/K. Above 0.</summary>
    public required double HeatCapacityWhPerK { get; init; }

    /// <summary>Heat lost per kelvin above the surroundings, in W/K, at least 0. Default 5.</summary>
    public double LossWPerK { get; init; } = 5;

    /// <summary>Coldest useful temperature in °C: below it no heat is given. Default 30.</summary>
    public double MinTemperatureC { get; init; } = 30;

    /// <summary>Hottest allowed temperature in °C: above it no heat is taken in. Default 60.</summary>
    public double MaxTemperatureC { get; init; } = 60;

    /// <summary>Checks every value.</summary>
    /// <returns>These parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not possible; the message names element, value and limit.</exception>
    public ThermalStoreParameters Validated()
    {
        Require.Positive(HeatCapacityWhPerK, Element);
        Require.NotNegative(LossWPerK, Element);
        Require.Within(MinTemperatureC, -50, 200, Element);
        Require.Within(MaxTemperatureC, MinTemperatureC, 200, Element);
        return this;
    }
}
