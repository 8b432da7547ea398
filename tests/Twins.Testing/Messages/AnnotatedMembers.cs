using System.Reflection;

namespace Twins.Testing.Messages;

/// <summary>The members of a message type that hold its values, with their numbers.</summary>
internal static class AnnotatedMembers
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    internal static bool IsAnnotated(Type type) => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false);

    /// <summary>Every field and every property with a value of its own that this type declares; no number where it has none.</summary>
    internal static IEnumerable<(string Name, Type Type, uint? Id)> Of(Type type)
    {
        foreach (var field in type.GetFields(Declared).Where(field => IsStored(field) && !field.Name.StartsWith('<')))
        {
            yield return (field.Name, field.FieldType, IdOf(field));
        }

        foreach (var property in type.GetProperties(Declared))
        {
            if (type.GetField($"<{property.Name}>k__BackingField", Declared) is { } value && IsStored(value))
            {
                yield return (property.Name, property.PropertyType, IdOf(property));
            }
        }
    }

    /// <summary>Members that carry a number although they are abstract or have no value of their own.</summary>
    internal static IEnumerable<string> NumberedWithoutValue(Type type) => type.GetProperties(Declared)
        .Where(property => IdOf(property) is not null && type.GetField($"<{property.Name}>k__BackingField", Declared) is null)
        .Select(property => property.Name);

    private static bool IsStored(FieldInfo field) => !field.IsDefined(typeof(NonSerializedAttribute));

    private static uint? IdOf(MemberInfo member) =>
        member.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType == typeof(IdAttribute)) is { } id
            ? (uint)id.ConstructorArguments[0].Value!
            : null;
}
