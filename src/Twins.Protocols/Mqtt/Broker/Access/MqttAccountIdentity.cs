namespace Twins.Protocols.Mqtt;

/// <summary>A client that <see cref="MqttAccounts"/> recognised, with the account whose rights it has.</summary>
/// <param name="Account">The account.</param>
internal sealed record MqttAccountIdentity(MqttAccount Account) : MqttIdentity(Account.Name);
