namespace Twins.Protocols.Mqtt;

/// <summary>
/// Whom an authenticator recognised. Open for derivation, so that what it knows of a client (roles, a site, a pattern) reaches the
/// authoriser. A session belongs to the name that opened it: a client of another name can neither resume nor take it over.
/// </summary>
/// <param name="Name">The account's or certificate's name; unique among the identities of a broker.</param>
public record MqttIdentity(string Name)
{
    /// <summary>Everybody, where no authenticator is given.</summary>
    public static MqttIdentity Anonymous { get; } = new("");
}
