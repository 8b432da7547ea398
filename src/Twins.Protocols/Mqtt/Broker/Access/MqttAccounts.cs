using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;

namespace Twins.Protocols.Mqtt;

/// <summary>
/// Lets in whom it has an account for, by password or client certificate, and opens to each the topics of its account. A certificate
/// names its account by its common name; a client that sends a user name besides must mean the same account.
/// </summary>
public sealed class MqttAccounts : IMqttAuthenticator, IMqttAuthorizer, IDisposable
{
    // Whoever guesses names must not see from the time which exist: unknown ones are compared with this.
    private static readonly Lazy<MqttPassword> Nobody = new(() => MqttPassword.Parse(MqttPassword.Hash("nobody"u8)));

    private readonly FrozenDictionary<string, MqttAccount> _accounts;

    // Hashing takes a processor; one at a time leaves the others to the clients that are connected.
    private readonly SemaphoreSlim _hashing = new(1);

    /// <summary>Knows these accounts and nobody else.</summary>
    /// <param name="accounts">The accounts.</param>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public MqttAccounts(IEnumerable<MqttAccount> accounts)
    {
        var list = accounts.ToList();
        _accounts = list.DistinctBy(account => account.Name, StringComparer.Ordinal).ToFrozenDictionary(account => account.Name, StringComparer.Ordinal);
        if (_accounts.Count < list.Count)
        {
            var twice = list.GroupBy(account => account.Name, StringComparer.Ordinal).First(same => same.Count() > 1).Key;
            throw new ArgumentException($"Two accounts are named '{twice}'.", nameof(accounts));
        }
    }

    /// <inheritdoc/>
    public ValueTask<MqttAuthenticationResult> AuthenticateAsync(MqttAuthenticationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Password is { } password
            ? ByPasswordAsync(request.UserName ?? "", password, cancellationToken)
            : ValueTask.FromResult(ByCertificate(request.UserName, request.Peer.Certificate));
    }

    /// <inheritdoc/>
    public bool MayPublish(MqttIdentity identity, string clientId, string topic) =>
        identity is MqttAccountIdentity { Account: var account } && IsOpen(account.Publish.AsSpan(), account.Name, clientId, topic);

    /// <inheritdoc/>
    public bool MaySubscribe(MqttIdentity identity, string clientId, string filter) =>
        identity is MqttAccountIdentity { Account: var account } && IsOpen(account.Subscribe.AsSpan(), account.Name, clientId, filter);

    /// <summary>Gives up what it needs for hashing.</summary>
    public void Dispose() => _hashing.Dispose();

    private static bool IsOpen(ReadOnlySpan<string> filters, string userName, string clientId, string asked)
    {
        foreach (var filter in filters)
        {
            if (TopicGrant.For(filter, userName, clientId) is { } granted && TopicGrant.Covers(granted, asked))
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask<MqttAuthenticationResult> ByPasswordAsync(
        string userName, ReadOnlyMemory<byte> password, CancellationToken cancellationToken)
    {
        var account = _accounts.GetValueOrDefault(userName);
        var expected = account?.Password ?? Nobody.Value;
        var matches = expected.Recognises(password.Span)
            || (expected.IsHashed && await HashAsync(expected, password, cancellationToken).ConfigureAwait(false));
        return matches && account?.Password is not null ? Accepted(account) : MqttAuthenticationResult.Refused(
            MqttReasonCode.BadUserNameOrPassword,
            account is null ? $"There is no account '{userName}'."
            : account.Password is null ? $"'{userName}' may connect by certificate only."
            : $"The password of '{userName}' is wrong.");
    }

    private async Task<bool> HashAsync(MqttPassword expected, ReadOnlyMemory<byte> password, CancellationToken cancellationToken)
    {
        await _hashing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Not on the caller's thread: it reads for other clients too.
            return await Task.Run(() => expected.Matches(password.Span), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _hashing.Release();
        }
    }

    private MqttAuthenticationResult ByCertificate(string? userName, X509Certificate2? certificate)
    {
        if (certificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is not { Length: > 0 } name)
        {
            return MqttAuthenticationResult.Refused(
                MqttReasonCode.NotAuthorized, "It gave neither a password nor a client certificate with a common name.");
        }

        if (userName is not null && userName != name)
        {
            return MqttAuthenticationResult.Refused(
                MqttReasonCode.BadUserNameOrPassword, $"The user name '{userName}' is not that of its certificate, '{name}', and it gave no password.");
        }

        return _accounts.TryGetValue(name, out var account)
            ? Accepted(account)
            : MqttAuthenticationResult.Refused(MqttReasonCode.NotAuthorized, $"There is no account '{name}', the common name of its certificate.");
    }

    private static MqttAuthenticationResult Accepted(MqttAccount account) => MqttAuthenticationResult.Accepted(new MqttAccountIdentity(account));
}
