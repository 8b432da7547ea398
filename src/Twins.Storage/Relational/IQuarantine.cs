using System.Collections.Immutable;
using Twins.Storage.Relational.Schema;

namespace Twins.Storage.Relational;

/// <summary>The records that were damaged and put aside, so that what they belonged to goes on without them and says so.</summary>
public interface IQuarantine
{
    /// <summary>The entries that were not acknowledged yet, oldest first; at most 1,000.</summary>
    /// <param name="table">Only of one table (<c>commands</c>, <c>grain_states</c>); null for all, whole files included.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ImmutableArray<QuarantinedRecord>> ListAsync(string? table = null, CancellationToken cancellationToken = default);

    /// <summary>Marks an entry as seen: it is no longer reported. Its content stays stored, and its command's id stays taken.</summary>
    /// <returns>Whether there was such an entry.</returns>
    Task<bool> AcknowledgeAsync(long number, CancellationToken cancellationToken = default);
}

/// <summary>An entry of the quarantine.</summary>
/// <param name="Number">Which entry, ascending.</param>
/// <param name="Table">The table that it was in, or <c>file</c> for a whole database.</param>
/// <param name="Key">Its key there: the command's id; grain type, key and part; or the path to which the file was renamed.</param>
/// <param name="Device">The device of a command, as far as it could be read.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Time">When it was found.</param>
public sealed record QuarantinedRecord(long Number, string Table, string Key, string? Device, string Reason, DateTimeOffset Time)
{
    /// <summary>The entry as those see it that miss it.</summary>
    public DamagedRecord ToDamagedRecord() => new(Table == Tables.File ? Key : $"{Table}/{Key}", Reason);
}
