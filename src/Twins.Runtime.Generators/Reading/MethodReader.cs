using Microsoft.CodeAnalysis;

namespace Twins.Runtime.Generators.Reading;

/// <summary>Reads one method of a grain or observer interface.</summary>
internal static class MethodReader
{
    private const int AlwaysInterleave = 1;
    private const int ReadOnly = 2;
    private const int OneWay = 4;

    public static MethodModel? Read(IMethodSymbol method, bool isObserver, SymbolDisplayFormat format, List<Finding> findings)
    {
        var shape = Shape(method.ReturnType);
        var before = findings.Count;
        if (shape is null || (shape == ReturnShape.Void && !isObserver))
        {
            findings.Add(Finding.At(Rules.ReturnType, method));
        }

        if (method.IsGenericMethod)
        {
            findings.Add(Finding.At(Rules.Generic, method));
        }

        CheckParameters(method, findings);
        if (findings.Count > before)
        {
            return null;
        }

        return new MethodModel(
            method.ContainingType.ToDisplayString(format),
            method.Name,
            method.ReturnType.ToDisplayString(format),
            method.ReturnType is INamedTypeSymbol { TypeArguments.Length: 1 } generic ? generic.TypeArguments[0].ToDisplayString(format) : null,
            shape!.Value,
            Traits(method, shape.Value),
            new ValueList<ParameterModel>(method.Parameters.Select(parameter => Parameter(parameter, format))));
    }

    private static ParameterModel Parameter(IParameterSymbol parameter, SymbolDisplayFormat format) => new(
        parameter.Type.ToDisplayString(format),
        parameter.Type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
        IsToken(parameter));

    private static void CheckParameters(IMethodSymbol method, List<Finding> findings)
    {
        if (method.Parameters.Any(parameter => parameter.RefKind != RefKind.None))
        {
            findings.Add(Finding.At(Rules.ByReference, method));
        }

        if (method.Parameters.Take(method.Parameters.Length - 1).Any(IsToken))
        {
            findings.Add(Finding.At(Rules.TokenLast, method));
        }
    }

    private static bool IsToken(IParameterSymbol parameter) => parameter.Type.ToDisplayString() is "System.Threading.CancellationToken";

    private static ReturnShape? Shape(ITypeSymbol type) => type.OriginalDefinition.ToDisplayString() switch
    {
        "void" => ReturnShape.Void,
        "System.Threading.Tasks.Task" or "System.Threading.Tasks.Task<TResult>" => ReturnShape.Task,
        "System.Threading.Tasks.ValueTask" or "System.Threading.Tasks.ValueTask<TResult>" => ReturnShape.ValueTask,
        _ => null,
    };

    private static int Traits(IMethodSymbol method, ReturnShape shape)
    {
        var traits = shape == ReturnShape.Void ? OneWay : 0;
        foreach (var attribute in method.GetAttributes())
        {
            traits |= attribute.AttributeClass?.ToDisplayString() switch
            {
                "Twins.Runtime.AlwaysInterleaveAttribute" => AlwaysInterleave,
                "Twins.Runtime.ReadOnlyAttribute" => ReadOnly,
                "Twins.Runtime.OneWayAttribute" => OneWay,
                _ => 0,
            };
        }

        return traits;
    }
}
