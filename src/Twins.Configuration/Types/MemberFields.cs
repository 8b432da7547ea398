using Twins.Configuration.Fields;
using Twins.Points;

namespace Twins.Configuration.Types;

/// <summary>The fields of an enum's member.</summary>
internal static class MemberFields
{
    private static readonly Field<int> Code = Field.Required(
        "code", new IntegerReader(0, int.MaxValue), "The code that travels and is stored; never reused.");

    private static readonly Field<string> Key = Field.Required("key", KeyReader.CamelCase, "The name for programs and screens.");

    private static readonly Field<bool> Abnormal = Field.Optional(
        "abnormal", new FlagReader(), false, "Whether the operator's attention is due.", "false");

    /// <summary>Reads a member.</summary>
    public static readonly MappingReader<EnumMember> Reader = new(
        "a member", [Code, Key, Abnormal], static (values, _) => new EnumMember(values.Get(Code), values.Get(Key), values.Get(Abnormal)));
}
