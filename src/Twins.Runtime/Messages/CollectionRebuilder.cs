using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Twins.Runtime.Messages;

/// <summary>Rebuilds arrays, tuples and the collections that may travel, item by item.</summary>
internal sealed class CollectionRebuilder : IValueRebuilder
{
    private static readonly Dictionary<Type, string> Makers = new()
    {
        [typeof(List<>)] = nameof(ToList),
        [typeof(HashSet<>)] = nameof(ToHashSet),
        [typeof(ImmutableArray<>)] = nameof(ToImmutableArray),
        [typeof(ImmutableList<>)] = nameof(ToImmutableList),
        [typeof(ImmutableHashSet<>)] = nameof(ToImmutableHashSet),
        [typeof(ImmutableSortedSet<>)] = nameof(ToImmutableSortedSet),
        [typeof(FrozenSet<>)] = nameof(ToFrozenSet),
        [typeof(Dictionary<,>)] = nameof(ToDictionary),
        [typeof(ImmutableDictionary<,>)] = nameof(ToImmutableDictionary),
        [typeof(ImmutableSortedDictionary<,>)] = nameof(ToImmutableSortedDictionary),
        [typeof(FrozenDictionary<,>)] = nameof(ToFrozenDictionary),
        [typeof(KeyValuePair<,>)] = nameof(ToPair),
        [typeof(ReadOnlyMemory<>)] = nameof(ToMemory),
    };

    private readonly Func<object, object> _rebuild;

    private CollectionRebuilder(Func<object, object> rebuild) => _rebuild = rebuild;

    public object Rebuild(object value) => _rebuild(value);

    internal static CollectionRebuilder? TryCreate(Type type)
    {
        if (type.IsArray)
        {
            return new CollectionRebuilder(RebuildArray);
        }

        if (type.IsAssignableTo(typeof(ITuple)))
        {
            return new CollectionRebuilder(value => RebuildTuple((ITuple)value, type));
        }

        // The sets and dictionaries that are fixed on making have hidden classes of their own per key type.
        for (var level = type; level is not null; level = level.BaseType)
        {
            if (level.IsGenericType && Makers.TryGetValue(level.GetGenericTypeDefinition(), out var maker))
            {
                var method = typeof(CollectionRebuilder).GetMethod(maker, BindingFlags.Static | BindingFlags.NonPublic)!;
                return new CollectionRebuilder(
                    method.MakeGenericMethod(level.GetGenericArguments()).CreateDelegate<Func<object, object>>());
            }
        }

        return null;
    }

    private static Array RebuildArray(object value)
    {
        var copy = (Array)((Array)value).Clone();
        for (var index = 0; copy.Rank == 1 && index < copy.Length; index++)
        {
            copy.SetValue(AnnotationRebuilder.RebuildValue(copy.GetValue(index)), index);
        }

        return copy;
    }

    private static object RebuildTuple(ITuple tuple, Type type)
    {
        var items = Enumerable.Range(0, tuple.Length).Select(index => AnnotationRebuilder.RebuildValue(tuple[index])).ToArray();
        return tuple.Length <= 7
            ? Activator.CreateInstance(type, items)!
            : throw new NotSupportedException($"A tuple of {tuple.Length} items travels; a record with names would say what they are.");
    }

    private static IEnumerable<T> Items<T>(object value)
    {
        foreach (var item in (IEnumerable)value)
        {
            yield return (T)AnnotationRebuilder.RebuildValue(item)!;
        }
    }

#pragma warning disable CA1859 // The makers have one shape, by which they are found.
    private static object ToList<T>(object value) => Items<T>(value).ToList();

    private static object ToHashSet<T>(object value) => Items<T>(value).ToHashSet(((HashSet<T>)value).Comparer);

    private static object ToImmutableArray<T>(object value) =>
        ((ImmutableArray<T>)value).IsDefault ? value : Items<T>(value).ToImmutableArray();

    private static object ToImmutableList<T>(object value) => Items<T>(value).ToImmutableList();

    private static object ToImmutableHashSet<T>(object value) => Items<T>(value).ToImmutableHashSet();

    private static object ToImmutableSortedSet<T>(object value) => Items<T>(value).ToImmutableSortedSet();

    private static object ToFrozenSet<T>(object value) => Items<T>(value).ToFrozenSet();

    private static object ToDictionary<TKey, TValue>(object value)
        where TKey : notnull =>
        Items<KeyValuePair<TKey, TValue>>(value).ToDictionary(((Dictionary<TKey, TValue>)value).Comparer);

    private static object ToImmutableDictionary<TKey, TValue>(object value)
        where TKey : notnull =>
        Items<KeyValuePair<TKey, TValue>>(value).ToImmutableDictionary(((ImmutableDictionary<TKey, TValue>)value).KeyComparer);

    private static object ToImmutableSortedDictionary<TKey, TValue>(object value)
        where TKey : notnull =>
        Items<KeyValuePair<TKey, TValue>>(value).ToImmutableSortedDictionary();

    private static object ToFrozenDictionary<TKey, TValue>(object value)
        where TKey : notnull =>
        Items<KeyValuePair<TKey, TValue>>(value).ToFrozenDictionary(((FrozenDictionary<TKey, TValue>)value).Comparer);

    private static object ToPair<TKey, TValue>(object value)
    {
        var pair = (KeyValuePair<TKey, TValue>)value;
        return new KeyValuePair<TKey, TValue>(
            (TKey)AnnotationRebuilder.RebuildValue(pair.Key)!, (TValue)AnnotationRebuilder.RebuildValue(pair.Value)!);
    }

    private static object ToMemory<T>(object value) =>
        new ReadOnlyMemory<T>([.. Items<T>(((ReadOnlyMemory<T>)value).ToArray())]);
#pragma warning restore CA1859
}
