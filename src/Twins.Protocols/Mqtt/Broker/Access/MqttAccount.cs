using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt;

/// <summary>Somebody whom a broker knows, and the topics that are open to it; all others are closed.</summary>
/// <param name="Name">User name, or the common name of a client certificate.</param>
public sealed record MqttAccount(string Name)
{
    /// <summary>Its password; null for those who come with a certificate only.</summary>
    public MqttPassword? Password { get; init; }

    /// <summary>
    /// Topic filters of what it may publish; none unless given. <c>{username}</c> stands for its name and <c>{clientId}</c> for the
    /// client identifier; either stands for nothing when it holds <c>/</c>, <c>+</c> or <c>#</c>, which would open more than meant.
    /// </summary>
    public ImmutableArray<string> Publish { get; init; } = [];

    /// <summary>Topic filters that hold all it may subscribe to; none unless given. Placeholders as in <see cref="Publish"/>.</summary>
    public ImmutableArray<string> Subscribe { get; init; } = [];
}
