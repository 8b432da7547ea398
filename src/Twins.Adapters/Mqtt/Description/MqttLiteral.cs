namespace Twins.Adapters.Mqtt;

/// <summary>What a device writes for something: a text, a number, or true and false.</summary>
/// <param name="Text">The text, or the number or flag as JSON writes it.</param>
/// <param name="IsText">Whether it is a text: a JSON string. Otherwise it is a bare number, or true or false.</param>
public readonly record struct MqttLiteral(string Text, bool IsText)
{
    /// <inheritdoc/>
    public override string ToString() => IsText ? $"\"{Text}\"" : Text;
}
