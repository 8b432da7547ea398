using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Twins.Storage.GrainState;

/// <summary>
/// Grain state as JSON: of types that Orleans serializes exactly the members that carry an <c>[Id]</c>, under their names, so that a store and
/// a wire lose the same things. A member that an older version had not written keeps its default. Numbers are read back bit by bit as they were.
/// </summary>
internal static class StateJson
{
    /// <summary>The version of this format.</summary>
    public const long Version = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepAnnotatedMembers } },
    };

    public static string Write<TState>(TState state) => JsonSerializer.Serialize(state, Options);

    /// <exception cref="JsonException">The content is no such state.</exception>
    public static TState Read<TState>(string content) =>
        JsonSerializer.Deserialize<TState>(content, Options) ?? throw new JsonException($"It is null instead of a {typeof(TState).Name}.");

    private static void KeepAnnotatedMembers(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !type.Type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
        {
            return;
        }

        for (var index = type.Properties.Count - 1; index >= 0; index--)
        {
            var property = type.Properties[index];
            if (property.AttributeProvider?.IsDefined(typeof(IdAttribute), inherit: true) == true)
            {
                property.IsRequired = false;
                property.Set ??= FindSetter(property);
            }
            else
            {
                type.Properties.RemoveAt(index);
            }
        }
    }

    /// <summary>Orleans sets members whose setter is private, too; a positional parameter without a setter is left to its constructor.</summary>
    private static Action<object, object?>? FindSetter(JsonPropertyInfo property) =>
        property.AttributeProvider is PropertyInfo { SetMethod: not null } member ? member.SetValue : null;
}
