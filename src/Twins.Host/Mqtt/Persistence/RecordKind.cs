namespace Twins.Hosting.Mqtt.Persistence;

/// <summary>What a record of a broker's journal tells: its first byte. Numbers are never used again for something else.</summary>
internal enum RecordKind : byte
{
    /// <summary>A session began, was resumed or lost its connection.</summary>
    Session = 1,

    /// <summary>A session ended.</summary>
    SessionRemoved = 2,

    /// <summary>A session subscribed.</summary>
    Subscription = 3,

    /// <summary>A session unsubscribed.</summary>
    SubscriptionRemoved = 4,

    /// <summary>The broker took a message, with what follows from it.</summary>
    Publication = 5,

    /// <summary>A retained message expired.</summary>
    RetainedRemoved = 6,

    /// <summary>A subscriber has a message of QoS 2.</summary>
    Released = 7,

    /// <summary>A delivery is over.</summary>
    Settled = 8,

    /// <summary>A publisher released a packet identifier.</summary>
    ReceiptCompleted = 9,

    /// <summary>A message that the following records of a snapshot refer to.</summary>
    Message = 10,

    /// <summary>In a snapshot: a delivery of a message.</summary>
    Delivery = 11,

    /// <summary>In a snapshot: a packet identifier that its publisher has not released.</summary>
    Receipt = 12,

    /// <summary>In a snapshot: a message is the retained one of its topic.</summary>
    Retained = 13,
}
