using Twins.Grains.Devices;

namespace Twins.Cluster.Tests.Support;

/// <summary>Persistent state whose storage is a field, which survives a restart of what uses it, and which can fail.</summary>
internal sealed class FakeState : IPersistentState<DeviceTwinState>
{
    public DeviceTwinState State { get; set; } = new();

    public DeviceTwinState Stored { get; private set; } = new();

    public Exception? Failure { get; set; }

    public string? Etag => null;

    public bool RecordExists => true;

    public Task WriteStateAsync()
    {
        if (Failure is not null)
        {
            return Task.FromException(Failure);
        }

        Stored = State;
        return Task.CompletedTask;
    }

    public Task ReadStateAsync()
    {
        State = Stored;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync() => throw new NotSupportedException("Twins do not clear their state.");

    public Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();

    public Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    public Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();
}
