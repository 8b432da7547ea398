using Microsoft.CodeAnalysis;

namespace Twins.Runtime.Generators.Reading;

/// <summary>What a grain interface must keep to. Each rule also holds on Orleans, where breaking it fails at run time or by its analyzers.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor ReturnType = Rule(
        "TWINS001", "'{0}' must return Task, ValueTask or their generic forms; only observer methods may return void");

    public static readonly DiagnosticDescriptor ByReference = Rule(
        "TWINS002", "'{0}' takes a parameter by reference, which cannot travel in a call");

    public static readonly DiagnosticDescriptor OnlyMethods = Rule(
        "TWINS003", "'{0}' is no method; a grain interface declares methods only");

    public static readonly DiagnosticDescriptor Generic = Rule(
        "TWINS004", "'{0}' is generic; grain interfaces and their methods are not");

    public static readonly DiagnosticDescriptor TokenLast = Rule(
        "TWINS005", "'{0}' takes its CancellationToken elsewhere than last");

    public static readonly DiagnosticDescriptor Hidden = Rule(
        "TWINS006", "'{0}' must be public or internal for its reference to be generated");

    private static readonly DiagnosticDescriptor[] All = [ReturnType, ByReference, OnlyMethods, Generic, TokenLast, Hidden];

    public static DiagnosticDescriptor ById(string id) => All.First(rule => string.Equals(rule.Id, id, StringComparison.Ordinal));

    private static DiagnosticDescriptor Rule(string id, string message) =>
        new(id, "Grain interface", message, "Twins.Grains", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
