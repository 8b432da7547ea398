namespace Twins.Runtime.Generators.Reading;

/// <summary>What a reference to one grain or observer interface is written from. Values only, so that unchanged source is not rewritten.</summary>
internal sealed record InterfaceModel(string FullName, string Identifier, ValueList<MethodModel> Methods, ValueList<Finding> Findings);

internal sealed record MethodModel(
    string DeclaringInterface,
    string Name,
    string ReturnType,
    string? ResultType,
    ReturnShape Shape,
    int Traits,
    ValueList<ParameterModel> Parameters);

internal sealed record ParameterModel(string Type, string TypeOfName, bool IsCancellationToken);

internal enum ReturnShape
{
    Void,
    Task,
    ValueTask,
}
