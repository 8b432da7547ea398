namespace Twins.Adapters.Mqtt;

/// <summary>What is read of one payload; what exceeds it is a fault, never a growing buffer.</summary>
public static class MqttLimits
{
    /// <summary>Levels of JSON nesting.</summary>
    public const int MaxLevels = 32;

    /// <summary>Rows of an array, and records of a SenML pack.</summary>
    public const int MaxRows = 10_000;
}
