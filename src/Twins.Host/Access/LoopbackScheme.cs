using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Twins.Hosting.Access;

/// <summary>Knows a client by where it is: one on this machine is its operator.</summary>
internal sealed class LoopbackScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string Name = "Loopback";

    private const string Operator = "local operator";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.Connection.RemoteIpAddress is not { } client || !IPAddress.IsLoopback(client))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var claims = AccessHosting.GrantedOnLoopback.Select(policy => new Claim(AccessHosting.Claim, policy)).Prepend(new Claim(ClaimTypes.Name, Operator));
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, Name));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, Name)));
    }
}
