using System.Security.Cryptography;
using Twins.Adapters;
using Twins.Adapters.Secrets;
using Twins.Hosting.Configuration;
using Twins.Sites;
using Twins.Protocols.Mqtt;

namespace Twins.Hosting.Mqtt;

/// <summary>Who may do what at a site's broker: the accounts of the site file, and the gateway itself.</summary>
/// <param name="Authenticator">Who may connect; null where everybody may.</param>
/// <param name="Authorizer">Who may use which topics; null where everybody may use all.</param>
/// <param name="Accounts">How many accounts the site file has; null where everybody may connect.</param>
/// <param name="Gateway">As whom the gateway's own connections come; null where nobody is asked.</param>
internal sealed record BrokerAccess(IMqttAuthenticator? Authenticator, IMqttAuthorizer? Authorizer, int? Accounts, ResolvedLogin? Gateway)
{
    /// <summary>The gateway's own user name; the dollar keeps it apart from what people choose.</summary>
    public const string GatewayName = "$gateway";

    private const int SecretSize = 32;

    /// <summary>Everybody may do everything: for listeners that this machine alone reaches.</summary>
    public static BrokerAccess Open { get; } = new(null, null, null, null);

    /// <summary>What the site file says.</summary>
    /// <exception cref="BadInputException">A password is not where it should be, or is none; all of them are named.</exception>
    public static BrokerAccess Of(string site, BrokerDescription broker)
    {
        if (broker.Accounts.IsEmpty)
        {
            return broker.Tls?.Authorities is null ? Open : new BrokerAccess(new CertificateNames(), null, null, null);
        }

        List<string> complaints = [];
        List<MqttAccount> accounts = [];
        foreach (var account in broker.Accounts)
        {
            try
            {
                accounts.Add(new MqttAccount(account.Username) { Password = PasswordOf(account), Publish = account.Publish, Subscribe = account.Subscribe });
            }
            catch (Exception wrong) when (wrong is SecretException or FormatException)
            {
                complaints.Add($"The broker of '{site}', account '{account.Username}': {wrong.Message}");
            }
        }

        if (complaints.Count > 0)
        {
            throw new BadInputException(complaints);
        }

        var login = new ResolvedLogin(GatewayName, RandomNumberGenerator.GetHexString(2 * SecretSize));
        var known = new MqttAccounts([.. accounts, new(GatewayName) { Password = MqttPassword.Parse(login.Password), Publish = ["#"], Subscribe = ["#"] }]);
        return new BrokerAccess(known, known, accounts.Count, login);
    }

    private static MqttPassword? PasswordOf(BrokerAccount account) =>
        account.Password is { } source ? MqttPassword.Parse(SecretText.Read(source)) : null;
}
