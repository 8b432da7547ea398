using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Twins.Access;

namespace Twins.Hosting.Access;

/// <summary>Who may do what, for every way in. Until there are users, whoever is on this machine may do everything, and nobody else anything.</summary>
internal static class AccessHosting
{
    /// <summary>Claim that holds a policy's name.</summary>
    public const string Claim = "twins.policy";

    private static readonly string[] Granted = [Policies.Read, Policies.Command, Policies.Operate, Policies.Device];

    /// <summary>The policies of the loopback scheme.</summary>
    public static IReadOnlyList<string> GrantedOnLoopback => Granted;

    /// <summary>Adds the loopback scheme and the policies. A way in that names no policy is for those who operate the platform.</summary>
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddAuthentication(LoopbackScheme.Name).AddScheme<AuthenticationSchemeOptions, LoopbackScheme>(LoopbackScheme.Name, null);
        var authorization = services.AddAuthorizationBuilder();
        authorization.AddPolicy(Policies.Public, policy => policy.RequireAssertion(_ => true));
        foreach (var name in Granted)
        {
            authorization.AddPolicy(name, policy => policy.AddAuthenticationSchemes(LoopbackScheme.Name).RequireClaim(Claim, name));
        }

        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder(LoopbackScheme.Name).RequireClaim(Claim, Policies.Operate).Build());
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedAccess>();
    }
}
