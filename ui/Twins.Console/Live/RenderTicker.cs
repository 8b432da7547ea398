namespace Twins.OperatorConsole.Live;

/// <summary>
/// The one clock by which a circuit redraws live cells: at most twice a second, whatever the field sends. Cells subscribe here;
/// <see cref="RenderPulse"/> turns each tick into one render batch.
/// </summary>
public sealed class RenderTicker(TimeProvider clock) : IDisposable
{
    /// <summary>Time between two redraws.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly List<ILiveView> _views = [];
    private ITimer? _timer;

    /// <summary>Now, by the circuit's clock: the instant to which every age on the screen refers.</summary>
    public DateTimeOffset Now { get; private set; } = clock.GetUtcNow();

    /// <summary>Starts ticking; the callback runs on a pool thread.</summary>
    public void Start(Action tick) => _timer ??= clock.CreateTimer(_ => tick(), null, Period, Period);

    /// <summary>Adds a view; on the circuit's dispatcher only.</summary>
    public void Add(ILiveView view) => _views.Add(view);

    /// <summary>Removes a view; on the circuit's dispatcher only.</summary>
    public void Remove(ILiveView view) => _views.Remove(view);

    /// <summary>Moves the clock on and lets every view look whether it has something new to show.</summary>
    public void Pulse()
    {
        Now = clock.GetUtcNow();
        // A view that renders for the first time may add its children while we walk.
        for (var i = 0; i < _views.Count; i++)
        {
            _views[i].OnTick();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();
}

/// <summary>Something on the screen that shows live data.</summary>
public interface ILiveView
{
    /// <summary>A tick of the circuit's render clock: redraw if, and only if, what is shown changed.</summary>
    void OnTick();
}
