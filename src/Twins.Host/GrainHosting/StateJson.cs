using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Twins.Hosting.GrainHosting;

/// <summary>
/// Grain state as JSON: exactly the members that carry an <c>[Id]</c>, under their names, so that a store and a wire lose the same things. A
/// member that an older version had not written keeps its default.
/// </summary>
internal static class StateJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepAnnotatedMembers } },
    };

    public static byte[] Write<TState>(TState state) => JsonSerializer.SerializeToUtf8Bytes(state, Options);

    /// <exception cref="InvalidDataException">The content is no such state; the message names the blob.</exception>
    public static TState Read<TState>(ReadOnlySpan<byte> content, string blob)
    {
        try
        {
            return JsonSerializer.Deserialize<TState>(content, Options)
                ?? throw new InvalidDataException($"The stored state '{blob}' is empty.");
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"The stored state '{blob}' is no {typeof(TState).Name}: {failure.Message}", failure);
        }
    }

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
            }
            else
            {
                type.Properties.RemoveAt(index);
            }
        }
    }
}
