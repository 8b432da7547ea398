namespace Twins.Connections;

/// <summary>An adapter that speaks MQTT with a broker: its devices report of their own accord.</summary>
[Alias("twins.IMqttAdapter")]
public interface IMqttAdapter : IAdapter;
