namespace Twins.Runtime;

/// <summary>Marks a type that travels between grains or is stored: its members are what carries an <see cref="IdAttribute"/>, and nothing else.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum, Inherited = false)]
public sealed class GenerateSerializerAttribute : Attribute;
