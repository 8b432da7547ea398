namespace Twins.Storage.Relational;

/// <summary>The store cannot do what was asked, now or with this database; the message says why and what helps.</summary>
public class StorageException : Exception
{
    /// <summary>A failure with its reason.</summary>
    public StorageException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}

/// <summary>The record that was asked for is damaged and in quarantine.</summary>
public sealed class DamagedRecordException : StorageException
{
    /// <summary>A failure that names the record.</summary>
    public DamagedRecordException(DamagedRecord record) : base($"The stored record '{record.Place}' is damaged: {record.Reason}") => Record = record;

    /// <summary>The record.</summary>
    public DamagedRecord Record { get; }
}

/// <summary>The database was written by a newer version of the program.</summary>
public sealed class NewerSchemaException : StorageException
{
    /// <summary>A failure that names the database and what this version does not know.</summary>
    /// <param name="database">The file or server.</param>
    /// <param name="migration">The first migration that this version does not know.</param>
    public NewerSchemaException(string database, string migration)
        : base($"The database '{database}' was written by a newer version of Twins: it has the migration '{migration}', which this version does "
            + "not know. Start the newer version, or name another, empty folder or database.")
    {
    }
}

/// <summary>A data folder was written by a version that kept its state in another format.</summary>
public sealed class EarlierFormatException : Exception
{
    /// <summary>A refusal with the sentence that says what to do.</summary>
    public EarlierFormatException(string message) : base(message)
    {
    }
}
