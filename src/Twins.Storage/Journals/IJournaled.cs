namespace Twins.Storage.Journals;

/// <summary>
/// A state that a <see cref="Journal"/> keeps: it is what came of its records. The journal gives them back at recovery, in their
/// order, and now and then asks for fewer records that make the same state, so that the journal stays small.
/// </summary>
public interface IJournaled
{
    /// <summary>Applies a record at recovery. Called for every record once, before the journal is open.</summary>
    /// <param name="record">The record as it was written; valid during the call only.</param>
    /// <exception cref="FormatException">The record says nothing that this state understands.</exception>
    void Restore(ReadOnlySpan<byte> record);

    /// <summary>Writes records that make the present state out of an empty one. Called inside <see cref="Journal.Gate"/>.</summary>
    /// <param name="records">Takes the records.</param>
    void Capture(RecordBuffer records);
}
