using System.Numerics;
using System.Reflection;

namespace Twins.Runtime.Messages;

/// <summary>Which way values of a type are rebuilt.</summary>
internal static class ValueRebuilders
{
    private static readonly HashSet<Type> Simple =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(Guid), typeof(Uri), typeof(Version), typeof(BigInteger), typeof(Int128), typeof(UInt128), typeof(Half),
        typeof(CancellationToken), typeof(GrainId), typeof(GrainType), typeof(IdSpan), typeof(StreamId),
    ];

    /// <exception cref="NotSupportedException">The type is not annotated and none that needs no annotation.</exception>
    internal static IValueRebuilder For(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || Simple.Contains(type) || type.IsAssignableTo(typeof(IAddressable))
            || type.IsAssignableTo(typeof(Exception)))
        {
            return SharedValue.Instance;
        }

        if (CollectionRebuilder.TryCreate(type) is { } collection)
        {
            return collection;
        }

        return type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)
            ? new AnnotatedRebuilder(type)
            : throw new NotSupportedException(
                $"{type} travels in a grain call, an event or a state without [GenerateSerializer]: elsewhere it could not be read.");
    }

    /// <summary>The annotated members of a type and of its annotated bases, each level with its own numbers.</summary>
    internal static IEnumerable<FieldInfo> AnnotatedFields(Type type)
    {
        const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            foreach (var field in level.GetFields(Declared).Where(field => field.IsDefined(typeof(IdAttribute))))
            {
                yield return field;
            }

            foreach (var property in level.GetProperties(Declared).Where(property => property.IsDefined(typeof(IdAttribute), inherit: false)))
            {
                yield return level.GetField($"<{property.Name}>k__BackingField", Declared)
                    ?? throw new NotSupportedException($"{level}.{property.Name} has an [Id] but no value of its own to write.");
            }
        }
    }

    private sealed class SharedValue : IValueRebuilder
    {
        internal static readonly SharedValue Instance = new();

        public object Rebuild(object value) => value;
    }
}
