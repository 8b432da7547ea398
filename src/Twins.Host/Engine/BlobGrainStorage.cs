using Orleans.Storage;
using Twins.Hosting.GrainHosting;

namespace Twins.Hosting.Engine;

/// <summary>Orleans' grain state in the blob store, in the same blobs as the embedded engine's.</summary>
internal sealed class BlobGrainStorage(StateBlobs blobs) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (state, etag) = await blobs.ReadAsync<T>(NameOf(stateName, grainId), CancellationToken.None);
        grainState.State = etag is null ? Activator.CreateInstance<T>() : state!;
        Note(grainState, etag);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Note(grainState, await blobs.WriteAsync(NameOf(stateName, grainId), grainState.State, grainState.ETag, CancellationToken.None));

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await blobs.ClearAsync(NameOf(stateName, grainId), grainState.ETag, CancellationToken.None);
        grainState.State = Activator.CreateInstance<T>();
        Note(grainState, null);
    }

    private static void Note<T>(IGrainState<T> grainState, string? etag)
    {
        grainState.ETag = etag!;
        grainState.RecordExists = etag is not null;
    }

    private static string NameOf(string stateName, GrainId grainId) =>
        StateName.Of(grainId.Type.ToString()!, grainId.Key.ToString()!, stateName);
}
