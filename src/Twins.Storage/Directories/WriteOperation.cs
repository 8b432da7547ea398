using Twins.Storage.Blobs;

namespace Twins.Storage.Directories;

/// <summary>A put or delete on its way through a lane: carried out first, completed once its folder is flushed.</summary>
internal abstract class WriteOperation(string name)
{
    protected string Name { get; } = name;

    /// <summary>Does it; returns the folder to flush, or null when nothing changed on disk.</summary>
    public abstract string? Run(BlobFolder folder);

    /// <summary>Hands the outcome to the caller.</summary>
    public abstract void Complete();

    /// <summary>Hands the failure to the caller.</summary>
    public abstract void Fail(Exception exception);
}

internal abstract class WriteOperation<TResult>(string name) : WriteOperation(name)
{
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Completion => _completion.Task;

    protected TResult? Result { get; set; }

    public override void Complete() => _completion.SetResult(Result!);

    public override void Fail(Exception exception) => _completion.SetException(BlobFolder.Failure("changed", Name, exception));
}

internal sealed class PutOperation(string name, ReadOnlyMemory<byte> content, BlobCondition condition) : WriteOperation<PutResult>(name)
{
    public override string? Run(BlobFolder folder)
    {
        if (!condition.AcceptsAll && folder.FindTag(Name) is var current && !condition.Accepts(current))
        {
            Result = new PutResult(Written: false, current);
            return null;
        }

        Result = new PutResult(Written: true, ContentTag.Of(content.Span));
        return folder.Replace(Name, content.Span);
    }
}

internal sealed class DeleteOperation(string name, BlobCondition condition) : WriteOperation<DeleteResult>(name)
{
    public override string? Run(BlobFolder folder)
    {
        string? current = folder.FindTag(Name);
        Result = current is null ? DeleteResult.NotFound : condition.Accepts(current) ? DeleteResult.Deleted : DeleteResult.Conflict;
        return Result == DeleteResult.Deleted ? folder.Remove(Name) : null;
    }
}

internal sealed class AppendOperation(string name, long length, ReadOnlyMemory<byte> content) : WriteOperation<AppendResult>(name)
{
    public override string? Run(BlobFolder folder)
    {
        long current = folder.LengthOf(Name);
        if (current != length)
        {
            Result = new AppendResult(Appended: false, current);
            return null;
        }

        Result = new AppendResult(Appended: true, length + content.Length);
        return folder.Append(Name, content.Span, wasEmpty: length == 0);
    }
}
