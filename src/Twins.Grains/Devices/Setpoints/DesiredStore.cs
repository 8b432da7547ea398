using System.Collections.Immutable;

namespace Twins.Grains.Devices.Setpoints;

/// <summary>
/// The stored setpoints, one write at a time: commands of different setpoints interleave, their writes must not.
/// Memory follows storage: a write that fails changes nothing.
/// </summary>
internal sealed class DesiredStore(IPersistentState<DeviceTwinState> state)
{
    private Task _last = Task.CompletedTask;

    public ImmutableArray<DesiredSetpoint> All => state.State.Setpoints;

    public DesiredSetpoint? Find(string point) =>
        All.FirstOrDefault(desired => string.Equals(desired.Point, point, StringComparison.Ordinal));

    /// <summary>Stores what stands for a setpoint; null when nothing does.</summary>
    public Task SetAsync(string point, DesiredSetpoint? desired) => _last = WriteAfterAsync(_last, point, desired);

    private async Task WriteAfterAsync(Task previous, string point, DesiredSetpoint? desired)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        DeviceTwinState before = state.State;
        ImmutableArray<DesiredSetpoint> others = before.Setpoints.RemoveAll(
            known => string.Equals(known.Point, point, StringComparison.Ordinal));
        state.State = new DeviceTwinState { Setpoints = desired is null ? others : others.Add(desired) };
        try
        {
            await state.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            await state.ReadStateAsync();
            throw;
        }
        catch
        {
            state.State = before;
            throw;
        }
    }
}
