namespace Twins.Adapters;

/// <summary>Told when the twin has what was sent to it: by then, and not before, its sender may be told that it arrived.</summary>
internal interface IDeliveryReceipt
{
    /// <summary>The twin has applied it, or refused it for good.</summary>
    void OnTaken();
}
