using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Twins.Storage.Relational;
using Twins.Storage.Relational.Schema;

namespace Twins.Storage.GrainState;

/// <summary>
/// Grain state in the relational store: a row per grain and part, replaced as a whole when its ETag is still the one that was read. A damaged
/// row goes into quarantine (<see cref="IQuarantine"/>) with an error in the log, and the grain begins with its default state.
/// </summary>
public sealed class RelationalGrainStorage : IGrainStorage
{
    private readonly RelationalStore _store;
    private readonly IActivatorProvider _activators;

    /// <summary>A storage over a store; the activators make the default states, as Orleans does.</summary>
    public RelationalGrainStorage(RelationalStore store, IActivatorProvider activators)
    {
        _store = store;
        _activators = activators;
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The database cannot be read now, or a newer version wrote the state.</exception>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var place = Place.Of(grainId, stateName);
        var row = await _store.ReadAsync((context, ct) => Rows(context, place).AsNoTracking().SingleOrDefaultAsync(ct), CancellationToken.None)
            .ConfigureAwait(false);
        if (row is null)
        {
            SetDefault(grainState);
            return;
        }

        var damage = RecordChecksum.Of(row) == row.Checksum ? null : "its checksum does not match its content";
        if (damage is null && row.Version > StateJson.Version)
        {
            throw new StorageException($"The state {place} was written by a newer version of Twins (format {row.Version}, known is {StateJson.Version}).");
        }

        if (damage is null)
        {
            try
            {
                grainState.State = StateJson.Read<T>(row.Content);
                grainState.ETag = row.ETag;
                grainState.RecordExists = true;
                return;
            }
            catch (Exception exception) when (exception is JsonException or NotSupportedException)
            {
                damage = $"it is no {typeof(T).Name}: {exception.Message}";
            }
        }

        await _store.Quarantine.MoveGrainStateAsync(row.GrainType, row.Key, row.Part, row.ETag, damage, CancellationToken.None).ConfigureAwait(false);
        SetDefault(grainState);
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">Another state is stored than was read.</exception>
    /// <exception cref="StorageException">It cannot be stored now: the disk is full or the database does not answer.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var place = Place.Of(grainId, stateName);
        var content = StateJson.Write(grainState.State);
        var (before, after) = (grainState.ETag, Guid.CreateVersion7().ToString("N"));
        await _store.WriteAsync(async (batch, ct) =>
        {
            var row = await FindAsync(batch.Context, place, ct).ConfigureAwait(false);
            ThrowIfOther(place, row?.ETag, before);
            if (row is null)
            {
                row = new GrainStateRow { GrainType = place.Type, Key = place.Key, Part = place.Part, ETag = after, Version = StateJson.Version, Content = content };
                batch.Context.GrainStates.Add(row);
            }

            row.ETag = after;
            row.Version = StateJson.Version;
            row.Content = content;
            row.Checksum = RecordChecksum.Of(row);
            return true;
        }).ConfigureAwait(false);
        grainState.ETag = after;
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">Another state is stored than was read.</exception>
    /// <exception cref="StorageException">It cannot be removed now: the disk is full or the database does not answer.</exception>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var place = Place.Of(grainId, stateName);
        var before = grainState.ETag;
        await _store.WriteAsync(async (batch, ct) =>
        {
            var row = await FindAsync(batch.Context, place, ct).ConfigureAwait(false);
            ThrowIfOther(place, row?.ETag, before);
            if (row is not null)
            {
                batch.Context.GrainStates.Remove(row);
            }

            return true;
        }).ConfigureAwait(false);
        SetDefault(grainState);
    }

    private void SetDefault<T>(IGrainState<T> grainState)
    {
        grainState.State = _activators.GetActivator<T>().Create();
        grainState.ETag = null!;
        grainState.RecordExists = false;
    }

    private static void ThrowIfOther(Place place, string? stored, string? read)
    {
        if (stored != read)
        {
            throw new RefusedWriteException(
                new InconsistentStateException($"The stored state {place} changed since it was read.", stored ?? "", read ?? ""));
        }
    }

    private static IQueryable<GrainStateRow> Rows(TwinsContext context, Place place) =>
        context.GrainStates.Where(row => row.GrainType == place.Type && row.Key == place.Key && row.Part == place.Part);

    /// <summary>Sees what earlier writes of the same batch did, too.</summary>
    private static async Task<GrainStateRow?> FindAsync(TwinsContext context, Place place, CancellationToken cancellationToken)
    {
        var row = await context.GrainStates.FindAsync([place.Type, place.Key, place.Part], cancellationToken).ConfigureAwait(false);
        return row is not null && context.Entry(row).State == EntityState.Deleted ? null : row;
    }

    private sealed record Place(string Type, string Key, string Part)
    {
        public static Place Of(GrainId id, string part) => new(id.Type.ToString() ?? "", id.Key.ToString() ?? "", part);

        public override string ToString() => $"'{Type}/{Key}={Part}'";
    }
}
