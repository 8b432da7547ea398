using Twins.Readings;

namespace Twins.OperatorConsole.Formatting;

/// <summary>How far the operator may trust what is shown, worst first; each has a shape of its own beside its colour.</summary>
public enum Condition
{
    /// <summary>Not available.</summary>
    Bad,

    /// <summary>Nothing was read yet.</summary>
    NeverRead,

    /// <summary>The last value is too old to be live.</summary>
    Stale,

    /// <summary>Current, but something about it is doubtful.</summary>
    Uncertain,

    /// <summary>Put there by a person or a rule.</summary>
    Substituted,

    /// <summary>Current, from a simulated device.</summary>
    Simulated,

    /// <summary>Current and trusted.</summary>
    Good,
}

/// <summary>The condition of a reading in words.</summary>
public static class Conditions
{
    /// <summary>The condition as the twin's quality states it.</summary>
    public static Condition Of(Quality quality, QualityReason reason) => (quality, reason) switch
    {
        (_, QualityReason.NeverRead) => Condition.NeverRead,
        (Quality.Bad, _) => Condition.Bad,
        (Quality.Stale, _) => Condition.Stale,
        (_, QualityReason.Substituted) => Condition.Substituted,
        (Quality.Uncertain, _) => Condition.Uncertain,
        (_, QualityReason.Simulated) => Condition.Simulated,
        _ => Condition.Good,
    };

    /// <summary>Condition and, where it adds something, the reason: <c>stale: device does not answer</c>.</summary>
    public static string Text(Quality quality, QualityReason reason)
    {
        var name = Name(Of(quality, reason));
        var why = Why(reason);
        return why.Length == 0 ? name : $"{name}: {why}";
    }

    /// <summary>The condition in a word or two.</summary>
    public static string Name(Condition condition) => Key(condition).Replace('-', ' ');

    /// <summary>The condition as a style class.</summary>
    public static string Key(Condition condition) => condition switch
    {
        Condition.Bad => "bad",
        Condition.NeverRead => "never-read",
        Condition.Stale => "stale",
        Condition.Uncertain => "uncertain",
        Condition.Substituted => "substituted",
        Condition.Simulated => "simulated",
        _ => "good",
    };

    private static string Why(QualityReason reason) => reason switch
    {
        QualityReason.NotAvailable => "the device reports no value",
        QualityReason.OutOfRange => "outside the described range",
        QualityReason.Clock => "the device's clock differs",
        QualityReason.Overdue => "overdue",
        QualityReason.Disconnected => "the device does not answer",
        QualityReason.DeviceError => "the device answered with an error",
        QualityReason.Undecodable => "the answer could not be decoded",
        QualityReason.Restored => "from before a restart",
        QualityReason.Retained => "kept by the broker from before",
        _ => "",
    };
}
