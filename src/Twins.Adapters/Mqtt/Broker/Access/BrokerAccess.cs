using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Protocol;
using Twins.Adapters.Secrets;
using Twins.Sites;

namespace Twins.Adapters.Mqtt.Broker.Access;

/// <summary>Somebody whom a broker knows, and the topics that are open to it; all others are closed.</summary>
/// <param name="Name">User name, or the common name of a client certificate.</param>
/// <param name="Password">Its password; null for those who come by certificate only.</param>
/// <param name="Publish">Topic filters of what it may publish, with placeholders.</param>
/// <param name="Subscribe">Topic filters that hold all it may subscribe to, with placeholders.</param>
public sealed record BrokerLogin(string Name, BrokerPassword? Password, ImmutableArray<string> Publish, ImmutableArray<string> Subscribe);

/// <summary>As whom a client was recognised. A client identifier belongs to the identity that is connected with it.</summary>
/// <param name="Name">The name of the account or certificate; empty for anybody.</param>
/// <param name="Login">What it may do; null when everything.</param>
internal sealed record BrokerIdentity(string Name, BrokerLogin? Login)
{
    /// <summary>Anybody, where no account is asked for.</summary>
    public static BrokerIdentity Anybody { get; } = new("", null);

    public bool MayPublish(string clientId, string topic) => Login is null || IsOpen(Login.Publish, clientId, topic);

    public bool MaySubscribe(string clientId, string filter) => Login is null || IsOpen(Login.Subscribe, clientId, filter);

    private bool IsOpen(ImmutableArray<string> filters, string clientId, string asked)
    {
        foreach (var filter in filters)
        {
            if (TopicFilters.For(filter, Name, clientId) is { } granted && TopicFilters.Covers(granted, asked))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What was decided about a client: as whom it is in, or why not.</summary>
/// <param name="Identity">As whom; null when it is refused.</param>
/// <param name="Refusal">What it is told.</param>
/// <param name="Reason">What the diagnostics are told; never holds a password.</param>
internal readonly record struct Admission(BrokerIdentity? Identity, MqttConnectReasonCode Refusal = MqttConnectReasonCode.Success, string? Reason = null);

/// <summary>
/// Who may do what at a broker: its accounts, by password or client certificate, and the gateway itself. A certificate names its account
/// by its common name; a client that sends a user name besides must mean the same account.
/// </summary>
public sealed class BrokerAccess : IDisposable
{
    /// <summary>The gateway's own user name; the dollar keeps it apart from what people choose.</summary>
    public const string GatewayName = "$gateway";

    private const int SecretSize = 32;

    // Whoever guesses names must not see from the time which exist: unknown ones are compared with this.
    private static readonly Lazy<BrokerPassword> Nobody = new(() => BrokerPassword.Parse(BrokerPassword.Hash("nobody"u8)));

    private readonly FrozenDictionary<string, BrokerLogin>? _logins;

    // Hashing takes a processor; one at a time leaves the others to the clients that are connected.
    private readonly SemaphoreSlim _hashing = new(1);

    private BrokerAccess(FrozenDictionary<string, BrokerLogin>? logins, int? accounts, ResolvedLogin? gateway)
    {
        _logins = logins;
        Accounts = accounts;
        Gateway = gateway;
    }

    /// <summary>How many accounts the site file has; null where nobody is asked.</summary>
    public int? Accounts { get; }

    /// <summary>As whom the gateway's own connections come; null where nobody is asked.</summary>
    public ResolvedLogin? Gateway { get; }

    /// <summary>Anybody who reaches a listener may do everything; a client certificate still names its client.</summary>
    public static BrokerAccess Open() => new(null, null, null);

    /// <summary>These accounts, and nobody else.</summary>
    public static BrokerAccess Of(IEnumerable<BrokerLogin> logins)
    {
        var list = logins.ToList();
        return new BrokerAccess(list.ToFrozenDictionary(login => login.Name, StringComparer.Ordinal), list.Count, null);
    }

    /// <summary>What a site file says.</summary>
    /// <exception cref="BrokerStartException">A password is not where it should be, or is none; all of them are named.</exception>
    public static BrokerAccess Of(string site, BrokerDescription broker)
    {
        ArgumentNullException.ThrowIfNull(broker);
        if (broker.Accounts.IsEmpty)
        {
            return Open();
        }

        List<string> complaints = [];
        Dictionary<string, BrokerLogin> logins = new(StringComparer.Ordinal);
        foreach (var account in broker.Accounts)
        {
            try
            {
                var password = account.Password is { } source ? BrokerPassword.Parse(SecretText.Read(source)) : null;
                logins.Add(account.Username, new BrokerLogin(account.Username, password, account.Publish, account.Subscribe));
            }
            catch (Exception wrong) when (wrong is SecretException or FormatException)
            {
                complaints.Add($"The broker of '{site}', account '{account.Username}': {wrong.Message}");
            }
        }

        if (complaints.Count > 0)
        {
            throw new BrokerStartException(complaints);
        }

        var gateway = new ResolvedLogin(GatewayName, RandomNumberGenerator.GetHexString(2 * SecretSize));
        logins.Add(GatewayName, new BrokerLogin(GatewayName, BrokerPassword.Parse(gateway.Password), ["#"], ["#"]));
        return new BrokerAccess(logins.ToFrozenDictionary(StringComparer.Ordinal), broker.Accounts.Length, gateway);
    }

    /// <inheritdoc/>
    public void Dispose() => _hashing.Dispose();

    internal async ValueTask<Admission> AdmitAsync(string? userName, byte[]? password, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        if (_logins is null)
        {
            return new(NameOf(certificate) is { Length: > 0 } known ? new BrokerIdentity(known, null) : BrokerIdentity.Anybody);
        }

        return password is null ? ByCertificate(userName, certificate) : await ByPasswordAsync(userName ?? "", password, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Admission> ByPasswordAsync(string userName, byte[] password, CancellationToken cancellationToken)
    {
        var login = _logins!.GetValueOrDefault(userName);
        var expected = login?.Password ?? Nobody.Value;
        var matches = expected.Recognises(password) || (expected.IsHashed && await HashAsync(expected, password, cancellationToken).ConfigureAwait(false));
        return matches && login?.Password is not null ? new(new BrokerIdentity(login.Name, login)) : new(
            null,
            MqttConnectReasonCode.BadUserNameOrPassword,
            login is null ? $"There is no account '{userName}'."
            : login.Password is null ? $"'{userName}' may connect by certificate only."
            : $"The password of '{userName}' is wrong.");
    }

    private async Task<bool> HashAsync(BrokerPassword expected, byte[] password, CancellationToken cancellationToken)
    {
        await _hashing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Not on the caller's thread: it reads for other clients too.
            return await Task.Run(() => expected.Matches(password), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _hashing.Release();
        }
    }

    private Admission ByCertificate(string? userName, X509Certificate2? certificate)
    {
        if (NameOf(certificate) is not { Length: > 0 } name)
        {
            return new(null, MqttConnectReasonCode.NotAuthorized, "It gave neither a password nor a client certificate with a common name.");
        }

        if (userName is not null && userName != name)
        {
            return new(
                null, MqttConnectReasonCode.BadUserNameOrPassword, $"The user name '{userName}' is not that of its certificate, '{name}', and it gave no password.");
        }

        return _logins!.TryGetValue(name, out var login)
            ? new(new BrokerIdentity(name, login))
            : new(null, MqttConnectReasonCode.NotAuthorized, $"There is no account '{name}', the common name of its certificate.");
    }

    private static string? NameOf(X509Certificate2? certificate) => certificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
}
