using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Twins.OperatorConsole.Formatting;
using Twins.OperatorConsole.Live;

namespace Twins.OperatorConsole.Charts;

/// <summary>
/// Lines over time on a canvas. On the circuit's render clock it sends the samples that the browser does not have yet, as bytes;
/// the component itself is rendered only when its lines change.
/// </summary>
public sealed partial class TimeSeries : ILiveView, IAsyncDisposable
{
    /// <summary>Samples that the browser keeps per line: ten minutes at ten a second.</summary>
    private const int Capacity = 6_000;

    private ElementReference _root;
    private IJSObjectReference? _module;
    private IJSObjectReference? _chart;
    private IReadOnlyList<TimeSeriesLine> _lines = [];
    private IReadOnlyList<TimeSeriesMarker> _markers = [];
    private (double WindowMs, string Zone) _view;
    private Dictionary<string, Timestamp> _sentUntil = new(StringComparer.Ordinal);
    private bool _sending;
    private bool _disposed;

    /// <summary>Where the samples come from.</summary>
    [Parameter, EditorRequired]
    public ITimeSeriesSource Source { get; set; } = null!;

    /// <summary>Time from the left edge to now.</summary>
    [Parameter]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Height that is reserved, in rem.</summary>
    [Parameter]
    public double HeightRem { get; set; } = 18;

    /// <summary>What the chart shows.</summary>
    [Parameter]
    public string Label { get; set; } = "Trend";

    [Inject]
    private RenderTicker Ticker { get; set; } = null!;

    [Inject]
    private TimeDisplay Times { get; set; } = null!;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    /// <inheritdoc/>
    public void OnTick()
    {
        if (_chart is not null && !_sending)
        {
            _ = SendAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Ticker.Remove(this);
        _disposed = true;
        try
        {
            if (_chart is not null)
            {
                await _chart.InvokeVoidAsync("dispose");
                await _chart.DisposeAsync();
                await _module!.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the chart with it.
        }
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => Ticker.Add(this);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }
        try
        {
            _module = await Browser.InvokeAsync<IJSObjectReference>("import", "./charts/time-series.js");
            _lines = Source.Lines;
            _view = (Window.TotalMilliseconds, Times.Zone);
            var options = new { lines = _lines, capacity = Capacity, windowMs = _view.WindowMs, timeZone = _view.Zone };
            _chart = await _module.InvokeAsync<IJSObjectReference>("create", _root, options);
            if (_disposed)
            {
                // The person went on before the chart was made.
                await DisposeAsync();
                return;
            }
            await SendAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone.
        }
    }

    private async Task SendAsync()
    {
        _sending = true;
        try
        {
            await SendShapeAsync(_chart!);
            // The person may have chosen other points meanwhile; the next tick sends those.
            if (ReferenceEquals(_lines, Source.Lines))
            {
                await _chart!.InvokeVoidAsync("append", Collect());
            }
        }
        catch (JSDisconnectedException)
        {
            // The circuit ends; so does the ticking.
        }
        finally
        {
            _sending = false;
        }
    }

    private async Task SendShapeAsync(IJSObjectReference chart)
    {
        if (!ReferenceEquals(_lines, Source.Lines))
        {
            _lines = Source.Lines;
            // A line that left the chart has lost its samples in the browser.
            _sentUntil = _lines.Where(line => _sentUntil.ContainsKey(line.Key)).ToDictionary(line => line.Key, line => _sentUntil[line.Key], StringComparer.Ordinal);
            await chart.InvokeVoidAsync("setLines", _lines);
        }
        if (_view != (Window.TotalMilliseconds, Times.Zone))
        {
            _view = (Window.TotalMilliseconds, Times.Zone);
            await chart.InvokeVoidAsync("setView", _view.WindowMs, _view.Zone);
        }
        if (!ReferenceEquals(_markers, Source.Markers))
        {
            _markers = Source.Markers;
            await chart.InvokeVoidAsync("setMarkers", _markers);
        }
    }

    private byte[] Collect()
    {
        var packet = new TimeSeriesPacket(Ticker.Now);
        for (var line = 0; line < _lines.Count; line++)
        {
            var key = _lines[line].Key;
            var samples = Source.Read(line, _sentUntil.GetValueOrDefault(key));
            packet.Add(line, samples, Source.Factor(line));
            if (samples.TimesMs.Length > 0)
            {
                _sentUntil[key] = new Timestamp((long)samples.TimesMs[^1] * 1000);
            }
        }
        return packet.ToBytes();
    }
}
