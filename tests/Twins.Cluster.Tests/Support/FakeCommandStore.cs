using System.Collections.Immutable;
using Twins.Storage.Relational;

namespace Twins.Cluster.Tests.Support;

/// <summary>A command store in memory, which survives a restart of what uses it, and which can fail. Keeps what the real one would keep.</summary>
internal sealed class FakeCommandStore : ICommandStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, StoredCommand> _commands = [];
    private readonly List<Guid> _order = [];

    /// <summary>What every call fails with; null while the store works.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What an addition waits for.</summary>
    public Func<Task> BeforeAdd { get; set; } = () => Task.CompletedTask;

    public List<DamagedRecord> Damaged { get; } = [];

    /// <summary>Calls that failed.</summary>
    public int Failures { get; private set; }

    public IReadOnlyList<StoredCommand> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _order.Select(id => _commands[id])];
            }
        }
    }

    public IReadOnlyList<StoredCommand> Open => [.. All.Where(command => command.IsOpen)];

    public string State(Guid id) => All.Single(command => command.Id == id).State;

    public async Task<CommandAddition> AddAsync(StoredCommand command, CancellationToken cancellationToken = default)
    {
        await BeforeAdd();
        lock (_gate)
        {
            Check();
            if (_commands.TryGetValue(command.Id, out StoredCommand? known))
            {
                return new CommandAddition(false, known);
            }

            _commands[command.Id] = command;
            _order.Add(command.Id);
            return new CommandAddition(true, command);
        }
    }

    public Task AppendAsync(
        Guid id, string state, bool isOpen, ImmutableArray<StoredStage> stages, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            try
            {
                Check();
                _commands[id] = _commands[id] with { State = state, IsOpen = isOpen, Stages = _commands[id].Stages.AddRange(stages) };
                return Task.CompletedTask;
            }
            catch (StorageException exception)
            {
                return Task.FromException(exception);
            }
        }
    }

    public Task<StoredCommand?> FindAsync(Guid id, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Failure is null ? Task.FromResult(_commands.GetValueOrDefault(id)) : Task.FromException<StoredCommand?>(Failure);
        }
    }

    public Task<OpenCommands> FindOpenAsync(string device, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Failure is null
                ? Task.FromResult(new OpenCommands([.. Open.Where(command => command.Device == device)], [.. Damaged]))
                : Task.FromException<OpenCommands>(Failure);
        }
    }

    private void Check()
    {
        if (Failure is not null)
        {
            Failures++;
            throw Failure;
        }
    }
}
