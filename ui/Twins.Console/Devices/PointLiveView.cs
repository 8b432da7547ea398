using Microsoft.AspNetCore.Components;
using Twins.Client.Live;
using Twins.Points;
using Twins.Readings;
using Twins.OperatorConsole.Formatting;
using Twins.OperatorConsole.Live;

namespace Twins.OperatorConsole.Devices;

/// <summary>Base of the cells that show one point: redrawn when the point's reading, its age in seconds or its setpoint changed.</summary>
public abstract class PointLiveView : LiveView
{
    /// <summary>The device.</summary>
    [Parameter, EditorRequired]
    public LiveDevice Device { get; set; } = null!;

    /// <summary>The point.</summary>
    [Parameter, EditorRequired]
    public int Ordinal { get; set; }

    /// <summary>How times are shown.</summary>
    [Inject]
    protected TimeDisplay Times { get; set; } = null!;

    /// <summary>How the point is shown.</summary>
    protected PointView View => PointView.Of(Device.Definition, Ordinal);

    /// <summary>The reading as of now.</summary>
    protected Reading Reading => Device.Read(Ordinal);

    /// <summary>The setpoint that the point follows, or its own; none when nothing stands.</summary>
    protected PointValue Desired =>
        (View.Point.Setpoint is not null ? Ordinal : View.Follows) is { } setpoint ? Device.FindSetpoint(setpoint)?.Desired ?? default : default;

    /// <summary>Age of a reading by the circuit's clock, in whole seconds; null when there never was one.</summary>
    protected TimeSpan? AgeOf(Reading reading) => reading.Time == default
        ? null
        : TimeSpan.FromSeconds(Math.Floor(Math.Max(0, (Ticker.Now - reading.Time.ToDateTimeOffset()).TotalSeconds)));

    /// <inheritdoc/>
    protected override object Stamp()
    {
        var reading = Reading;
        return (reading.Value, reading.Quality, reading.Reason, reading.Time.Microseconds / 1_000_000, AgeOf(reading), Desired, Times.Version);
    }
}
