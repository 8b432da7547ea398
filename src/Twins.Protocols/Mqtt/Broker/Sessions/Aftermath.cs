namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <summary>What has to be published after sessions lost their connection or ended, once no lock is held.</summary>
internal sealed class Aftermath
{
    /// <summary>Wills that are due.</summary>
    public List<MqttStoredWill> Wills { get; } = [];

    /// <summary>Messages for other members of shared subscriptions.</summary>
    public List<Orphan> Orphans { get; } = [];

    public bool IsEmpty => Wills.Count == 0 && Orphans.Count == 0;
}
