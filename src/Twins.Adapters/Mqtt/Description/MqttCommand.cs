using System.Collections.Immutable;
using Twins.Points;

namespace Twins.Adapters.Mqtt;

/// <summary>How a setpoint is published to a device, and how the truth comes back.</summary>
public sealed record MqttCommand
{
    /// <summary>Point key of the type; <c>group.name</c> for the points of a repeated group.</summary>
    public required string Key { get; init; }

    /// <summary>The topic; may hold <c>{site}</c>, <c>{device}</c> and <c>{index}</c>.</summary>
    public required MqttTemplate Topic { get; init; }

    /// <summary>
    /// The payload; holds <c>{value}</c>, and may hold <c>{command}</c>, <c>{time}</c>, <c>{site}</c>, <c>{device}</c> and <c>{index}</c>.
    /// In JSON, what stands within quotes is escaped, and what stands outside is written as a JSON value.
    /// </summary>
    public required MqttTemplate Payload { get; init; }

    /// <summary>How the payload is written: <see cref="MqttFormat.Json"/> or <see cref="MqttFormat.Text"/>.</summary>
    public MqttFormat Format { get; init; }

    /// <summary>Quality of service of the publication, 0 to 2.</summary>
    public int QualityOfService { get; init; } = 1;

    /// <summary>What <c>{index}</c> calls the first part of a group.</summary>
    public int FirstIndex { get; init; }

    /// <summary>How the value is written.</summary>
    public required MqttValue Value { get; init; }

    /// <summary>Digits after the decimal point that are sent; null sends as many as the number has.</summary>
    public int? Decimals { get; init; }

    /// <summary>How the device answers; null when the next report of <see cref="ReadBack"/> is all that tells.</summary>
    public MqttAcknowledgement? Acknowledgement { get; init; }

    /// <summary>Key of the reported point at which the device shows what it follows; null takes the point itself when it is reported (<see cref="MqttDescription.ReadBackOf"/>).</summary>
    public string? ReadBack { get; init; }

    /// <summary>Difference in the canonical unit that still counts as followed.</summary>
    public double Tolerance { get; init; }

    /// <summary>Seconds after which the device itself falls back without a new command; null when it has no watchdog.</summary>
    public double? WatchdogSeconds { get; init; }

    /// <summary>What the device falls back to, in the canonical unit; null when unknown.</summary>
    public double? SafeValue { get; init; }

    /// <summary>The device's own limits, in the canonical unit; null when it has none.</summary>
    public NumberRange? Limits { get; init; }
}

/// <summary>How a device answers a command.</summary>
public sealed record MqttAcknowledgement
{
    /// <summary>The topic; may hold <c>{site}</c>, <c>{device}</c> and <c>{index}</c>.</summary>
    public required MqttTemplate Topic { get; init; }

    /// <summary>Quality of service that is asked for, 0 to 2.</summary>
    public int QualityOfService { get; init; } = 1;

    /// <summary>Where the answer repeats the command's id; null when <see cref="UsesCorrelationData"/>.</summary>
    public JsonPointer? Correlation { get; init; }

    /// <summary>
    /// Whether the command is published with MQTT 5.0's response topic and correlation data, which the answer carries back
    /// (section 4.10 of the standard).
    /// </summary>
    public bool UsesCorrelationData { get; init; }

    /// <summary>Where the answer says whether it was taken; null when an answer alone says so.</summary>
    public JsonPointer? Result { get; init; }

    /// <summary>What stands at <see cref="Result"/> when it was taken; empty when everything but <see cref="Refused"/> says so.</summary>
    public ImmutableArray<MqttLiteral> Accepted { get; init; } = [];

    /// <summary>What stands at <see cref="Result"/> when it was refused; empty when everything but <see cref="Accepted"/> says so.</summary>
    public ImmutableArray<MqttLiteral> Refused { get; init; } = [];

    /// <summary>Where a refusal says why; null when it does not.</summary>
    public JsonPointer? Reason { get; init; }

    /// <summary>How long the answer may take; 5 s unless described otherwise.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
