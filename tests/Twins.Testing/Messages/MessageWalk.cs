using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Twins.Testing.Messages;

/// <summary>Goes from a type that travels or is stored to all types within it.</summary>
internal sealed class MessageWalk(List<string> findings, IReadOnlyCollection<Type> known)
{
    private static readonly HashSet<Type> Simple =
    [
        typeof(void), typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly),
        typeof(TimeSpan), typeof(Guid), typeof(Uri), typeof(Version), typeof(Half), typeof(Int128), typeof(UInt128), typeof(CancellationToken),
        typeof(GrainId), typeof(StreamId),
    ];

    private static readonly HashSet<Type> ImmutableCollections =
    [
        typeof(Nullable<>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableDictionary<,>), typeof(ImmutableHashSet<>),
        typeof(ImmutableSortedDictionary<,>), typeof(ImmutableSortedSet<>), typeof(FrozenDictionary<,>), typeof(FrozenSet<>),
        typeof(KeyValuePair<,>), typeof(ReadOnlyMemory<>),
    ];

    private static readonly HashSet<Type> MutableCollections = [typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>)];

    private readonly HashSet<(Type Type, bool IsMessage)> _seen = [];

    internal void Visit(Type type, string place, bool isMessage)
    {
        if (type.IsPrimitive || type.IsEnum || Simple.Contains(type) || type.IsAssignableTo(typeof(IAddressable))
            || !_seen.Add((type, isMessage)))
        {
            return;
        }

        if (type.IsArray || (type.IsGenericType && MutableCollections.Contains(type.GetGenericTypeDefinition())))
        {
            VisitMutable(type, place, isMessage);
        }
        else if (type.IsAssignableTo(typeof(ITuple)) || (type.IsGenericType && ImmutableCollections.Contains(type.GetGenericTypeDefinition())))
        {
            VisitEach(type.GetGenericArguments(), place, isMessage);
        }
        else if (AnnotatedMembers.IsAnnotated(type))
        {
            VisitAnnotated(type, place, isMessage);
        }
        else
        {
            findings.Add($"{place}: {type} travels or is stored without [GenerateSerializer].");
        }
    }

    private void VisitMutable(Type type, string place, bool isMessage)
    {
        if (isMessage)
        {
            findings.Add($"{place}: {type} can change after it was sent; an immutable collection cannot.");
        }

        VisitEach(type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments(), place, isMessage);
    }

    private void VisitEach(IEnumerable<Type> types, string place, bool isMessage)
    {
        foreach (var type in types)
        {
            Visit(type, place, isMessage);
        }
    }

    private void VisitAnnotated(Type type, string place, bool isMessage)
    {
        if (!type.IsDefined(typeof(AliasAttribute), inherit: false))
        {
            findings.Add($"{type}: an annotated type needs an [Alias] ({place}).");
        }

        if (isMessage && !type.IsDefined(typeof(ImmutableAttribute), inherit: false))
        {
            findings.Add($"{type}: a message needs [Immutable] ({place}).");
        }

        CheckIds(type);
        foreach (var member in AnnotatedMembers.Of(type))
        {
            Visit(member.Type, $"{type.Name}.{member.Name}", isMessage);
        }

        VisitEach(Relatives(type), place, isMessage);
    }

    private void CheckIds(Type type)
    {
        var members = AnnotatedMembers.Of(type).ToList();
        findings.AddRange(members.Where(member => member.Id is null).Select(member => $"{type}.{member.Name}: a member without [Id] is lost."));
        findings.AddRange(members.Where(member => member.Id is not null).GroupBy(member => member.Id).Where(same => same.Skip(1).Any())
            .Select(same => $"{type}: {string.Join(" and ", same.Select(member => member.Name))} share [Id({same.Key})]."));
        findings.AddRange(AnnotatedMembers.NumberedWithoutValue(type).Select(name => $"{type}.{name}: has an [Id] but no value of its own."));
    }

    // What may stand where this type is declared, and what it is made of.
    private IEnumerable<Type> Relatives(Type type)
    {
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            yield return parent;
        }

        foreach (var derived in known.Where(each => each.BaseType == type))
        {
            yield return derived;
        }
    }
}
