using Microsoft.CodeAnalysis;

namespace Twins.Runtime.Generators.Reading;

/// <summary>Reads a grain or observer interface into its model, and collects what is wrong with it.</summary>
internal static class InterfaceReader
{
    private const string GrainInterface = "Twins.Runtime.IGrain";
    private const string ObserverInterface = "Twins.Runtime.IGrainObserver";
    private const string OwnNamespace = "Twins.Runtime";
    private const string OwnAssembly = "Twins.Runtime.Abstractions";

    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static InterfaceModel? Read(INamedTypeSymbol type)
    {
        var isGrain = Derives(type, GrainInterface);
        var isObserver = Derives(type, ObserverInterface);
        if (!isGrain && !isObserver)
        {
            return null;
        }

        var findings = new List<Finding>();
        CheckType(type, findings);
        var members = new[] { type }.Concat(type.AllInterfaces).Where(part => !IsOfTheModel(part)).SelectMany(part => part.GetMembers());
        var methods = new List<MethodModel>();
        foreach (var member in members.Where(member => member.IsAbstract && !IsAccessor(member)))
        {
            if (member is IMethodSymbol method && MethodReader.Read(method, isObserver, Format, findings) is { } model)
            {
                methods.Add(model);
            }
            else if (member is not IMethodSymbol)
            {
                findings.Add(Finding.At(Rules.OnlyMethods, member));
            }
        }

        return new InterfaceModel(
            type.ToDisplayString(Format), Identifier(type), new ValueList<MethodModel>(methods), new ValueList<Finding>(findings));
    }

    private static void CheckType(INamedTypeSymbol type, List<Finding> findings)
    {
        for (var part = type; part is not null; part = part.ContainingType)
        {
            if (part.IsGenericType)
            {
                findings.Add(Finding.At(Rules.Generic, type));
            }

            if (part.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal))
            {
                findings.Add(Finding.At(Rules.Hidden, type));
            }
        }
    }

    private static bool Derives(INamedTypeSymbol type, string fullName) =>
        !IsOfTheModel(type) && type.AllInterfaces.Any(part => string.Equals(part.ToDisplayString(), fullName, StringComparison.Ordinal));

    private static bool IsOfTheModel(INamedTypeSymbol type) =>
        type.ContainingNamespace.ToDisplayString() is OwnNamespace && type.ContainingAssembly.Name is OwnAssembly;

    private static bool IsAccessor(ISymbol member) => member is IMethodSymbol { AssociatedSymbol: not null };

    private static string Identifier(INamedTypeSymbol type) =>
        new(type.ToDisplayString().Select(letter => char.IsLetterOrDigit(letter) ? letter : '_').ToArray());
}
