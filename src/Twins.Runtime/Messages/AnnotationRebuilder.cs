using System.Collections.Concurrent;
using Twins.Runtime.CodeGeneration;

namespace Twins.Runtime.Messages;

/// <summary>
/// Makes a new value of each message from the members that carry an <see cref="IdAttribute"/>, and from nothing else: what writing and
/// reading it elsewhere would lose is lost here too. For tests; the engine itself shares messages.
/// </summary>
internal sealed class AnnotationRebuilder : IMessageRebuilder
{
    private static readonly ConcurrentDictionary<Type, IValueRebuilder> Known = new();

    public T Rebuild<T>(T value) => (T)RebuildValue(value)!;

    /// <summary>Rebuilds a value of whatever type it is at run time.</summary>
    internal static object? RebuildValue(object? value) =>
        value is null ? null : Known.GetOrAdd(value.GetType(), ValueRebuilders.For).Rebuild(value);
}
