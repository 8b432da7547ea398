namespace Twins.Energy.Control;

/// <summary>Whether a site is connected to the public grid.</summary>
public enum GridMode
{
    /// <summary>Connected, and the grid is healthy.</summary>
    Connected,

    /// <summary>On its own.</summary>
    Islanded,

    /// <summary>On its own; the grid is healthy again and observed before reconnection.</summary>
    Reconnecting,
}

/// <summary>When a grid counts as lost, and when as back.</summary>
/// <param name="MinHz">Lowest healthy frequency in Hz.</param>
/// <param name="MaxHz">Highest healthy frequency in Hz.</param>
/// <param name="MinVoltageShare">Lowest healthy voltage as a share of nominal.</param>
/// <param name="MaxVoltageShare">Highest healthy voltage as a share of nominal.</param>
/// <param name="LossDelay">How long the grid must be unhealthy before the site islands; rides through shorter dips.</param>
/// <param name="ReturnDelay">How long it must be healthy, within the narrower return window, before reconnection.</param>
/// <param name="ReturnMargin">Share by which each limit is narrowed for the return: the hysteresis; 0 to 1.</param>
public sealed record GridWindow(
    double MinHz,
    double MaxHz,
    double MinVoltageShare,
    double MaxVoltageShare,
    TimeSpan LossDelay,
    TimeSpan ReturnDelay,
    double ReturnMargin);

/// <summary>What is measured on the grid's side of the coupling switch.</summary>
/// <param name="FrequencyHz">Frequency in Hz; NaN when it cannot be measured, which counts as unhealthy.</param>
/// <param name="VoltageShare">Voltage as a share of nominal; NaN when it cannot be measured, which counts as unhealthy.</param>
/// <param name="SwitchClosed">Whether the coupling switch is closed; an open one islands at once.</param>
/// <param name="Step">Time since the step before.</param>
public readonly record struct GridMeasurement(double FrequencyHz, double VoltageShare, bool SwitchClosed, TimeSpan Step);

/// <summary>What the detection remembers.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="Elapsed">How long the condition for leaving the mode has held.</param>
public readonly record struct IslandState(GridMode Mode, TimeSpan Elapsed);

/// <summary>Detects the loss of the grid and its return, with delays and hysteresis (EN 50549-1, sections 4.9 and 4.10).</summary>
public static class IslandDetection
{
    /// <summary>One step. The site may close its coupling switch when the mode returns to connected.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is crossed, its margin is not within 0 and 1, or the time is negative.</exception>
    public static IslandState Step(IslandState state, GridMeasurement measured, GridWindow window)
    {
        Check(measured, window);
        return state.Mode switch
        {
            GridMode.Connected => FromConnected(state, measured, window),
            GridMode.Islanded => IsHealthy(measured, window, window.ReturnMargin)
                ? new IslandState(GridMode.Reconnecting, TimeSpan.Zero)
                : state with { Elapsed = TimeSpan.Zero },
            _ => FromReconnecting(state, measured, window),
        };
    }

    private static IslandState FromConnected(IslandState state, GridMeasurement measured, GridWindow window)
    {
        if (!measured.SwitchClosed)
        {
            return new IslandState(GridMode.Islanded, TimeSpan.Zero);
        }

        if (IsHealthy(measured, window, margin: 0))
        {
            return state with { Elapsed = TimeSpan.Zero };
        }

        var unhealthy = state.Elapsed + measured.Step;
        return unhealthy >= window.LossDelay ? new IslandState(GridMode.Islanded, TimeSpan.Zero) : state with { Elapsed = unhealthy };
    }

    private static IslandState FromReconnecting(IslandState state, GridMeasurement measured, GridWindow window)
    {
        if (!IsHealthy(measured, window, window.ReturnMargin))
        {
            return new IslandState(GridMode.Islanded, TimeSpan.Zero);
        }

        var healthy = state.Elapsed + measured.Step;
        return healthy >= window.ReturnDelay ? new IslandState(GridMode.Connected, TimeSpan.Zero) : state with { Elapsed = healthy };
    }

    private static bool IsHealthy(GridMeasurement measured, GridWindow window, double margin) =>
        IsWithin(measured.FrequencyHz, window.MinHz, window.MaxHz, margin)
        && IsWithin(measured.VoltageShare, window.MinVoltageShare, window.MaxVoltageShare, margin);

    private static bool IsWithin(double value, double lowest, double highest, double margin)
    {
        var narrowing = margin * (highest - lowest) / 2;
        return value >= lowest + narrowing && value <= highest - narrowing;
    }

    private static void Check(GridMeasurement measured, GridWindow window)
    {
        ControlArgument.Ordered(window.MinHz, window.MaxHz, nameof(window.MinHz), nameof(window.MaxHz));
        ControlArgument.Ordered(
            window.MinVoltageShare, window.MaxVoltageShare, nameof(window.MinVoltageShare), nameof(window.MaxVoltageShare));
        ControlArgument.NotNegative(window.ReturnMargin, nameof(window.ReturnMargin));
        ControlArgument.Ordered(window.ReturnMargin, 1, nameof(window.ReturnMargin), "1");
        ControlArgument.NotNegative(measured.Step.TotalSeconds, nameof(measured.Step));
    }
}
