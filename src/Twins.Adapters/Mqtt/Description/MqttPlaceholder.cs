namespace Twins.Adapters.Mqtt;

/// <summary>What a placeholder in a topic, a name or a payload stands for.</summary>
public enum MqttPlaceholder
{
    /// <summary><c>{site}</c>: key of the site.</summary>
    Site,

    /// <summary><c>{device}</c>: the device's name on the broker, its key unless the site file says otherwise.</summary>
    Device,

    /// <summary><c>{index}</c>: the device's number of a repeated part.</summary>
    Index,

    /// <summary><c>{value}</c>: the value that is commanded, as the device writes it.</summary>
    Value,

    /// <summary><c>{command}</c>: the command's id, a UUID.</summary>
    Command,

    /// <summary><c>{time}</c>: when the command was sent, RFC 3339 in UTC.</summary>
    Time,
}
