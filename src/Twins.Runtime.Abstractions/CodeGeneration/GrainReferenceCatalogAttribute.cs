namespace Twins.Runtime.CodeGeneration;

/// <summary>Names the generated catalogue of an assembly.</summary>
/// <param name="catalogType">A <see cref="GrainReferenceCatalog"/> with a parameterless constructor.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class GrainReferenceCatalogAttribute(Type catalogType) : Attribute
{
    /// <summary>The catalogue's type.</summary>
    public Type CatalogType { get; } = catalogType;
}
