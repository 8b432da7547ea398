namespace Twins.Storage.Journals;

/// <summary>Records that become durable together, and who waits for it.</summary>
internal sealed class CommitGroup(RecordBuffer records)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _asked;

    public RecordBuffer Records { get; private set; } = records;

    /// <summary>Whether the whole state is written in place of the records, which were too many to keep.</summary>
    public bool IsSnapshot { get; set; }

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => Records.Length == 0 && !IsSnapshot;

    /// <summary>Completes when the records are durable, or fails when they are not yet.</summary>
    public Task Done => _done.Task;

    /// <summary>Asks for the commit; false when somebody asked before.</summary>
    public bool Ask() => !_asked && (_asked = true);

    /// <summary>Takes on the records of a group that could not be committed, before its own.</summary>
    public void TakeOn(CommitGroup failed)
    {
        failed.Records.Append(Records);
        Records = failed.Records;
        IsSnapshot |= failed.IsSnapshot;
    }

    public void Complete() => _done.SetResult();

    public void Fail(Exception fault)
    {
        _done.SetException(fault);

        // A group that nobody waited for has nobody to tell; its records go with the next one.
        _ = _done.Task.Exception;
    }
}
