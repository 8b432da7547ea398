namespace Twins.Protocols.Mqtt;

/// <summary>
/// A name with a value, whose meaning is the application's (5.0, section 2.2.2.2). A name may occur more than once; the order is kept.
/// </summary>
/// <param name="Name">The name: any text without U+0000, at most 65,535 bytes as UTF-8.</param>
/// <param name="Value">The value: likewise.</param>
public readonly record struct MqttUserProperty(string Name, string Value);
