namespace Twins.Devices;

/// <summary>What a twin did with a batch.</summary>
public enum ApplyResult
{
    /// <summary>Applied.</summary>
    Applied,

    /// <summary>The description's hash is not the one the twin was loaded with; nothing was applied.</summary>
    OtherDescription,

    /// <summary>Of an older start of the adapter, or not numbered after the last batch of its start; nothing was applied.</summary>
    OutOfOrder,

    /// <summary>The device is not described at this site; nothing was applied.</summary>
    UnknownDevice,
}
