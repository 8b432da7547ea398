using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Twins.Runtime.Generators.Reading;

/// <summary>A mistake in a grain interface, with the place in its source.</summary>
internal sealed record Finding(string RuleId, string Subject, string File, TextSpan Span, LinePositionSpan Lines)
{
    public static Finding At(DiagnosticDescriptor rule, ISymbol symbol)
    {
        var location = symbol.Locations.Length > 0 ? symbol.Locations[0] : Location.None;
        var lines = location.GetLineSpan();
        return new Finding(rule.Id, symbol.ToDisplayString(), lines.Path ?? "", location.SourceSpan, lines.Span);
    }

    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Rules.ById(RuleId), File.Length == 0 ? Location.None : Location.Create(File, Span, Lines), Subject);
}
