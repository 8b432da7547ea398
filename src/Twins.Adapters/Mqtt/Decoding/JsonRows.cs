namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>An array of a message whose elements hold points.</summary>
/// <param name="Scope">What is read of each element.</param>
/// <param name="FirstIndex">What an element's index calls the first part.</param>
internal sealed record JsonRows(Scope Scope, int FirstIndex);
