namespace Twins.Storage.Journals;

/// <summary>
/// A journal cannot be read although nothing interrupted its writing: its blobs were changed or lost. It is left as it is, so that a
/// person can decide: restore it from a copy, or move it away and begin anew.
/// </summary>
public sealed class JournalCorruptException : IOException
{
    /// <summary>Says which place of which blob is wrong.</summary>
    /// <param name="blob">Name of the blob.</param>
    /// <param name="offset">Where the frame begins that cannot be read, in bytes from the blob's beginning.</param>
    /// <param name="fault">What is wrong, as a clause.</param>
    /// <param name="cause">What the state said of a record; null when the frame itself is wrong.</param>
    public JournalCorruptException(string blob, long offset, string fault, Exception? cause = null)
        : base($"The journal '{blob}' is corrupt at byte {offset}: {fault}.", cause)
    {
        Blob = blob;
        Offset = offset;
    }

    /// <summary>Name of the blob.</summary>
    public string Blob { get; }

    /// <summary>Where the frame begins that cannot be read, in bytes from the blob's beginning.</summary>
    public long Offset { get; }
}
