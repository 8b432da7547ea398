using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Twins.Commands;
using Twins.Storage.Relational;

namespace Twins.Grains.Devices;

/// <summary>
/// Stores the stages of one twin's commands, each command's in order. What could not be stored waits and is tried again after a pause, so
/// that a storage that fails delays no write to the device and is not asked without end. Used on the twin's turns.
/// </summary>
/// <param name="store">The durable record.</param>
/// <param name="clock">The clock of the pauses.</param>
/// <param name="logger">Where failures are told.</param>
/// <param name="onStored">Called once all stages that a command has so far are stored.</param>
/// <param name="onFailed">Called when something waits for <see cref="RetryAt"/>.</param>
internal sealed partial class CommandRecorder(
    ICommandStore store, TimeProvider clock, ILogger logger, Action<Command> onStored, Action onFailed)
{
    // Commands that are in progress or stand, with how much of each is stored.
    private readonly Dictionary<Guid, Entry> _entries = [];
    private int _failures;

    /// <summary>When what could not be stored is tried again; <see cref="MonotonicTime.Never"/> when nothing waits.</summary>
    public MonotonicTime RetryAt { get; private set; } = MonotonicTime.Never;

    /// <summary>Adds a new command.</summary>
    /// <returns>Null once it is stored; otherwise the command that has the id already, and nothing was stored.</returns>
    public async Task<Command?> AddAsync(Command command)
    {
        bool stands = !command.State.IsEnd();
        CommandAddition addition = await store.AddAsync(StoredCommands.ToStored(command, stands));
        if (!addition.Added)
        {
            return StoredCommands.FromStored(addition.Command);
        }

        if (stands)
        {
            OnRestored(command);
        }

        return null;
    }

    /// <summary>A command was read from storage: all its stages are stored.</summary>
    public void OnRestored(Command command) => _entries[command.Id] = new Entry(command);

    /// <summary>A command by its id; null when there is none.</summary>
    public async Task<Command?> FindAsync(Guid id) =>
        await store.FindAsync(id) is { } stored ? StoredCommands.FromStored(stored) : null;

    /// <summary>Stores the stages that a command has got since; never fails, and never waits.</summary>
    public void Store(Command command, bool stands)
    {
        Entry entry = _entries[command.Id];
        (entry.Latest, entry.Stands) = (command, stands);
        if (RetryAt == MonotonicTime.Never)
        {
            _ = RunAsync(entry);
        }
    }

    /// <summary>The command without the decision about it that is not stored yet: what may be answered.</summary>
    public Command Answerable(Command command)
    {
        if (!_entries.TryGetValue(command.Id, out Entry? entry))
        {
            return command;
        }

        int stages = command.Stages.Length;
        while (stages > Math.Min(entry.Stored, command.Stages.Length) && command.Stages[stages - 1].State.IsDecided())
        {
            stages--;
        }

        return stages == command.Stages.Length
            ? command
            : command with { Stages = command.Stages[..stages], State = command.Stages[stages - 1].State, Refusal = CommandRefusal.None };
    }

    /// <summary>Tries again what could not be stored, when its pause is over.</summary>
    public void OnTick(MonotonicTime now)
    {
        if (RetryAt > now)
        {
            return;
        }

        RetryAt = MonotonicTime.Never;
        foreach (Entry entry in _entries.Values.Where(entry => !entry.IsStored).ToArray())
        {
            _ = RunAsync(entry);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever storage says, it is logged and tried again after a pause.")]
    private async Task RunAsync(Entry entry)
    {
        if (entry.IsRunning)
        {
            return;
        }

        entry.IsRunning = true;
        try
        {
            while (!entry.IsStored)
            {
                Command command = entry.Latest;
                await store.AppendAsync(command.Id, command.State.ToString(), entry.Stands, StoredCommands.ToStored(command, entry.Stored));
                entry.Stored = command.Stages.Length;
            }

            _failures = 0;
            if (!entry.Stands)
            {
                _entries.Remove(entry.Latest.Id);
            }
        }
        catch (Exception exception)
        {
            LogNotStored(logger, exception, entry.Latest.Id, entry.Latest.Device, entry.Latest.Point, entry.Latest.State);
            GrainMetrics.FailedStores.Add(1);
            Wait();
            return;
        }
        finally
        {
            entry.IsRunning = false;
        }

        onStored(entry.Latest);
    }

    private void Wait()
    {
        if (RetryAt == MonotonicTime.Never)
        {
            RetryAt = MonotonicTime.Now(clock) + Backoff.After(++_failures);
            onFailed();
        }
    }

    [LoggerMessage(LogLevel.Error, "Command {Id} of {Device} {Point} is {State}, but that could not be stored; it is tried again")]
    private static partial void LogNotStored(ILogger logger, Exception exception, Guid id, string device, string point, CommandState state);

    private sealed class Entry(Command stored)
    {
        public Command Latest { get; set; } = stored;

        public bool Stands { get; set; } = true;

        public int Stored { get; set; } = stored.Stages.Length;

        public bool IsStored => Stored == Latest.Stages.Length;

        public bool IsRunning { get; set; }
    }
}
