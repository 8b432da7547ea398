using Twins.Readings;

namespace Twins.Adapters.Mqtt;

/// <summary>How a message came.</summary>
/// <param name="ReceivedAt">When the gateway received it.</param>
/// <param name="Retained">Whether the broker had kept it from before the subscription: its values are as old as their own time says, and doubtful.</param>
public readonly record struct MqttReceipt(Timestamp ReceivedAt, bool Retained);

/// <summary>Takes what messages say.</summary>
public interface IMqttReadings
{
    /// <summary>
    /// Takes a reading. A message may hold several samples of a point, in rows or records with times of their own: they come in its order.
    /// </summary>
    /// <param name="device">Index of the device in <see cref="MqttMap.Devices"/>.</param>
    /// <param name="reading">The reading.</param>
    void Add(int device, in Reading reading);

    /// <summary>Takes a complaint; a message makes at most <see cref="MqttWorkspace.MaxFaults"/>, the rest is counted.</summary>
    /// <param name="device">Index of the device; −1 when the message names none.</param>
    /// <param name="fault">What is wrong, and where.</param>
    void Complain(int device, in MqttFault fault);
}

/// <summary>What became of a message.</summary>
/// <param name="Readings">Readings that it held, those of bad quality included.</param>
/// <param name="Faults">Number of things wrong with it; 0 when it is as described.</param>
/// <param name="First">The first of them.</param>
public readonly record struct MqttDecoded(int Readings, int Faults, MqttFault First);
