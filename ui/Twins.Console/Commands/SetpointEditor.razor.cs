using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Twins.Client.Live;
using Twins.Commands;
using Twins.Points;
using Twins.Sites;
using Twins.OperatorConsole.Devices;

namespace Twins.OperatorConsole.Commands;

/// <summary>Entry of a new value for a setpoint, in the unit of the screen.</summary>
public sealed partial class SetpointEditor
{
    private PointView _view = null!;
    private SetpointEnvelope _envelope = null!;
    private ElementReference _first;
    private string _text = "";
    private string _minutes = "";
    private string? _complaint;

    /// <summary>The device.</summary>
    [Parameter, EditorRequired]
    public LiveDevice Device { get; set; } = null!;

    /// <summary>The setpoint.</summary>
    [Parameter, EditorRequired]
    public int Ordinal { get; set; }

    /// <summary>The entry is complete and is to be confirmed; the result says whether it was sent, and the editor is then gone.</summary>
    [Parameter, EditorRequired]
    public Func<SetpointProposal, Task<bool>> OnReview { get; set; } = null!;

    /// <summary>The operator changed his mind.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    /// <summary>Why the last confirmation came to nothing; null when there is nothing to say.</summary>
    [Parameter]
    public string? Message { get; set; }

    private EnvelopeLimit? Broken => ParseNumber(_text) is { } shown ? _envelope.FindBroken(_view.Unit.ToCanonical(shown)) : null;

    [Inject]
    private SiteCatalog Catalog { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _view = PointView.Of(Device.Definition, Ordinal);
        _envelope = SetpointEnvelope.Of(Device.Definition, Catalog.FindSite(Device.Key.Site)?.Description, Ordinal);
        _minutes = _view.Point.Setpoint!.ValidFor?.TotalMinutes.ToString("0.##", CultureInfo.InvariantCulture) ?? "";
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && _first.Context is not null)
        {
            await _first.FocusAsync();
        }
    }

    /// <summary>A decimal as people type it: either separator, either minus. Null when it is none.</summary>
    internal static double? ParseNumber(string text) =>
        double.TryParse(text.Trim().Replace('\u2212', '-').Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;

    private async Task ReviewAsync()
    {
        // The button is never disabled: a quick Enter must not be lost because the last key is still on its way to the server.
        _complaint = Complain();
        if (Parse() is { } proposal)
        {
            if (!await OnReview(proposal))
            {
                // The confirmation is closed: back to where the operator was.
                await _first.FocusAsync();
            }
        }
    }

    private async Task KeyAsync(KeyboardEventArgs key)
    {
        if (key.Key == "Escape")
        {
            await OnCancel.InvokeAsync();
        }
    }

    private SetpointProposal? Parse()
    {
        var value = Value();
        var leased = _view.Point.Setpoint!.Hold == SetpointHold.Leased;
        var validFor = leased ? Validity() : null;
        return value is null || Broken is not null || (leased && validFor is null) || _envelope.RefuseValidity(validFor) is not null
            ? null
            : new(Device, Ordinal, value.Value, validFor, _envelope);
    }

    // Beyond the bound any number of minutes is as wrong as the next one.
    private TimeSpan? Validity() => ParseNumber(_minutes) is { } minutes and >= 0 && minutes <= SetpointLimits.MaxValidity.TotalMinutes
        ? TimeSpan.FromMinutes(minutes)
        : null;

    private string? Complain() => (Value(), Broken, Parse()) switch
    {
        (null, _, _) => "Enter a value.",
        (_, null, null) => $"Enter for how many minutes it holds, up to {SetpointLimits.MaxValidity.TotalDays:0} days.",
        _ => null,
    };

    private PointValue? Value() => (_view.Point.ValueType, ParseNumber(_text)) switch
    {
        (_, null) => null,
        (PointValueType.Number, { } shown) => PointValue.FromNumber(_view.Unit.ToCanonical(shown)),
        (PointValueType.Enum, { } code) => PointValue.FromEnum((int)code),
        (PointValueType.Flag, { } flag) => PointValue.FromFlag(flag != 0),
        _ => null,
    };

    private string Hint()
    {
        if (_view.Point.ValueType != PointValueType.Number)
        {
            return _view.Point.About;
        }
        if (Broken is { } limit)
        {
            return $"Must be {EnvelopeText.Of(limit, _view.Unit)} ({limit.Source}).";
        }
        return ParseNumber(_text) is { } shown ? Reads(_view.Unit.ToCanonical(shown)) : _view.Point.About;
    }

    private string Reads(double canonical) => _view.Words is { } words
        ? $"Reads: {_view.Unit.Text(canonical)}, {words.Of(canonical, _view.Deadband)}"
        : $"Reads: {_view.Unit.Text(canonical)}";
}
