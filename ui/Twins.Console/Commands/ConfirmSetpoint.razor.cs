using Microsoft.AspNetCore.Components;
using Radzen;
using Twins.Devices;
using Twins.Points;
using Twins.OperatorConsole.Formatting;

namespace Twins.OperatorConsole.Commands;

/// <summary>The confirmation of a setpoint: old → new, the actual value, limits, duration, and what happens at the end.</summary>
public sealed partial class ConfirmSetpoint
{
    private ElementReference _cancel;

    /// <summary>What is to be confirmed.</summary>
    [Parameter, EditorRequired]
    public SetpointProposal Proposal { get; set; } = null!;

    /// <summary>The hold on the setpoint, with its end.</summary>
    [Parameter, EditorRequired]
    public Selection Selection { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private TimeDisplay Times { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            // Never on Execute: an Enter too many must not command a device.
            await _cancel.FocusAsync();
        }
    }

    private string Old()
    {
        var desired = Proposal.Device.FindSetpoint(Proposal.Ordinal)?.Desired ?? default;
        var followed = Proposal.Device.Read(Proposal.Ordinal);
        return desired.HasValue ? Text(desired)
            : Freshness.IsFresh(followed.Quality) && followed.Value.HasValue ? $"device follows {Text(followed.Value)}"
            : "nothing commanded";
    }

    private string New() => Text(Proposal.Value);

    private string Holds() => Proposal.ValidFor is { } validFor
        ? $"for {Age.Duration(validFor)} from now"
        : "until it is changed";

    private string AtTheEnd() => Proposal.Policy is { Hold: SetpointHold.Leased, SafeValue: { HasValue: true } safe }
        ? $"goes back to {Text(safe)}, the described safe value"
        : "stays as it is";

    private string Text(PointValue value)
    {
        var view = Proposal.View;
        var text = ValueText.WithUnit(view.Point, value, view.Unit, Times.Full);
        return value.Type == PointValueType.Number && view.Words is { } words ? $"{text} {words.Of(value.Number, view.Deadband)}" : text;
    }
}
