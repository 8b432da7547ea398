using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Radzen;
using Twins.Client.Live;
using Twins.OperatorConsole.Devices;

namespace Twins.OperatorConsole.Commands;

/// <summary>The setpoints of a device: what stands, how to change it, and what became of each command.</summary>
public sealed partial class CommandPanel
{
    private ImmutableArray<int> _setpoints = [];
    private bool _partsTakeSetpoints;
    private int? _editing;
    private string? _message;
    private ElementReference _heading;

    /// <summary>The device.</summary>
    [Parameter, EditorRequired]
    public LiveDevice Device { get; set; } = null!;

    [Inject]
    private CommandDesk Desk { get; set; } = null!;

    [Inject]
    private SelectionRegistry Selections { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    /// <summary>Opens the editor of a setpoint, of a part of the device too.</summary>
    public Task EditAsync(int ordinal)
    {
        _editing = ordinal;
        _message = null;
        StateHasChanged();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var layout = DeviceLayout.Of(Device.Definition);
        _setpoints = layout.Setpoints;
        _partsTakeSetpoints = layout.Groups.Any(group => group.Columns.Any(column => column.Setpoint is not null));
    }

    private async Task<bool> ReviewAsync(SetpointProposal proposal)
    {
        using var selection = Selections.TrySelect(Device.Key, proposal.Ordinal);
        if (selection is null)
        {
            ShowMessage("Another operator has selected this setpoint. A selection ends by itself after 30 s.");
            return false;
        }
        ShowMessage(null);
        var answer = await ConfirmAsync(proposal, selection);
        if (answer == ConfirmAnswer.Execute && selection.Stands)
        {
            Desk.Send(Device.Definition, proposal.Ordinal, proposal.Value, proposal.ValidFor);
            CloseEditor();
            await _heading.FocusAsync();
            return true;
        }
        ShowMessage(answer == ConfirmAnswer.Cancel ? null : "The selection expired after 30 s. Nothing was sent.");
        return false;
    }

    private void ShowMessage(string? message)
    {
        _message = message;
        StateHasChanged();
    }

    private async Task<ConfirmAnswer> ConfirmAsync(SetpointProposal proposal, Selection selection)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ConfirmSetpoint.Proposal)] = proposal,
            [nameof(ConfirmSetpoint.Selection)] = selection,
        };
        var options = new DialogOptions
        {
            AutoFocusFirstElement = false,
            CloseDialogOnEsc = true,
            CloseDialogOnOverlayClick = false,
            ShowClose = false,
            Width = "min(36rem, 96vw)",
            CssClass = "confirm-dialog",
        };
        var title = $"{Device.Definition.Entry.Title}: {proposal.View.FullLabel.ToLowerInvariant()}";
        return await Dialogs.OpenAsync<ConfirmSetpoint>(title, parameters!, options) is ConfirmAnswer answer ? answer : ConfirmAnswer.Cancel;
    }

    private void CloseEditor()
    {
        _editing = null;
        StateHasChanged();
    }

    private void Dismiss(CommandRun run) => Desk.Dismiss(run);
}

/// <summary>How a confirmation ended.</summary>
public enum ConfirmAnswer
{
    /// <summary>The operator changed his mind.</summary>
    Cancel,

    /// <summary>The operator confirmed.</summary>
    Execute,

    /// <summary>Nobody answered within the selection's time.</summary>
    Expired,
}
