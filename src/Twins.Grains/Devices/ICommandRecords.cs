using System.Collections.Immutable;
using Twins.Commands;

namespace Twins.Grains.Devices;

/// <summary>The durable record of commands, as twins need it.</summary>
public interface ICommandRecords
{
    /// <summary>Adds a command; returns null once it is durable, or the command that has the id already.</summary>
    Task<Command?> AddAsync(Command command, bool stands);

    /// <summary>Adds the stages from a position on.</summary>
    Task AppendAsync(Command command, int from, bool stands);

    /// <summary>A command by its id; null when there is none.</summary>
    Task<Command?> FindAsync(Guid id);

    /// <summary>The commands of a device that stand or were in progress, the oldest first.</summary>
    Task<OpenCommands> FindOpenAsync(string device);
}

/// <summary>What stands of a device by its records.</summary>
/// <param name="Commands">The commands, the oldest first.</param>
/// <param name="Damaged">What could not be read, in words for people.</param>
public sealed record OpenCommands(ImmutableArray<Command> Commands, ImmutableArray<string> Damaged);
