namespace Twins.Runtime;

/// <summary>The number under which a member is written. Unique within its declaring type; never renumbered, never reused.</summary>
/// <param name="id">The number, from 0.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class IdAttribute(uint id) : Attribute
{
    /// <summary>The member's number.</summary>
    public uint Id { get; } = id;
}
