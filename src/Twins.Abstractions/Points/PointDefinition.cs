using System.Collections.Immutable;
using Twins.Units;

namespace Twins.Points;

/// <summary>One named value of a twin type, as its file describes it.</summary>
public sealed record PointDefinition
{
    /// <summary>Key in lowerCamelCase; <c>group.index.name</c> once a repeated group was expanded (index from 1).</summary>
    public required string Key { get; init; }

    /// <summary>What the value means, in a sentence.</summary>
    public required string About { get; init; }

    /// <summary>What it is to the device.</summary>
    public required PointKind Kind { get; init; }

    /// <summary>Shape of the value; a number unless described otherwise.</summary>
    public required PointValueType ValueType { get; init; }

    /// <summary>Canonical unit of a number (and of a schedule's values); null for the other shapes.</summary>
    public Unit? Unit { get; init; }

    /// <summary>Where it is measured: <c>bus</c>, or <c>ac</c> and <c>dc</c> of a two-port device.</summary>
    public string Terminal { get; init; } = "bus";

    /// <summary>Range a number may take, in the canonical unit; null when it has none.</summary>
    public NumberRange? Range { get; init; }

    /// <summary>How often a new value is expected; null for what is only reported on change.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>Change below which no change is published, in the canonical unit; 0 publishes every change.</summary>
    public double Deadband { get; init; }

    /// <summary>The members of an enum, in code order; empty otherwise.</summary>
    public ImmutableArray<EnumMember> Members { get; init; } = [];

    /// <summary>The fields of a records point, in order; empty otherwise.</summary>
    public ImmutableArray<RecordField> Fields { get; init; } = [];

    /// <summary>How the setpoint behaves; null for what is not commanded.</summary>
    public SetpointPolicy? Setpoint { get; init; }

    /// <summary>Keys by which earlier versions knew this point; keys are never reused.</summary>
    public ImmutableArray<string> FormerKeys { get; init; } = [];
}

/// <summary>A closed range of numbers.</summary>
/// <param name="Minimum">Least value, inclusive.</param>
/// <param name="Maximum">Greatest value, inclusive.</param>
public readonly record struct NumberRange(double Minimum, double Maximum)
{
    /// <summary>Whether the value lies within.</summary>
    public bool Contains(double value) => value >= Minimum && value <= Maximum;
}

/// <summary>One member of an enum.</summary>
/// <param name="Code">The numeric code that travels.</param>
/// <param name="Key">The name that is shown to programs, lowerCamelCase.</param>
/// <param name="Abnormal">Whether the operator's attention is due when the point takes this member.</param>
public sealed record EnumMember(int Code, string Key, bool Abnormal);

/// <summary>One field of a records point.</summary>
/// <param name="Key">Name, lowerCamelCase.</param>
/// <param name="ValueType">Shape of the field's value; not a schedule and not records.</param>
/// <param name="Unit">Canonical unit of a number; null otherwise.</param>
public sealed record RecordField(string Key, PointValueType ValueType, Unit? Unit);

/// <summary>How long a setpoint holds (DESIGN section 7).</summary>
public enum SetpointHold
{
    /// <summary>Stays until changed: switches, parameters.</summary>
    Latched,

    /// <summary>Holds for a time and then goes back to the safe value: power, current.</summary>
    Leased,
}

/// <summary>How a setpoint behaves.</summary>
/// <param name="Hold">Leased or latched.</param>
/// <param name="ValidFor">Default validity of a leased setpoint; null for latched ones.</param>
/// <param name="SafeValue">What a leased setpoint reverts to; <see cref="PointValue.None"/> for latched ones.</param>
/// <param name="ReportedBy">Key of the point at which the effect shows; null when there is none.</param>
/// <param name="Dangerous">Whether it must be armed and confirmed.</param>
public sealed record SetpointPolicy(SetpointHold Hold, TimeSpan? ValidFor, PointValue SafeValue, string? ReportedBy, bool Dangerous);
