using Twins.Adapters;
using System.Text.Json.Nodes;
using Twins.Configuration;
using Twins.Configuration.Fields;

namespace Twins.Tests.Model.Descriptions;

public sealed class DescriptionSchemasTests
{
    public static TheoryData<string> SchemaNames { get; } = [.. DescriptionSchemas.Create(FieldProtocols.All).Keys];

    [Theory]
    [MemberData(nameof(SchemaNames))]
    public void CommittedSchema_IsTheOneMadeFromTheFieldTables(string name) =>
        GeneratedFile.MustBe(Path.Combine(RepositoryFolder.Descriptions, "schemas", name), DescriptionSchemas.Create(FieldProtocols.All)[name]);

    [Theory]
    [MemberData(nameof(SchemaNames))]
    public void Schema_HasTheFieldsThatTheLoaderReads(string name)
    {
        var kind = DescriptionKind.All(FieldProtocols.All).Single(known => known.SchemaName == name);

        Compare(kind.Fields, JsonNode.Parse(DescriptionSchemas.Create(FieldProtocols.All)[name])!.AsObject());
    }

    private static void Compare(IMapping mapping, JsonObject schema)
    {
        var properties = schema["properties"]!.AsObject();
        Assert.Equal(mapping.Fields.Select(field => field.Name), properties.Select(pair => pair.Key), StringComparer.Ordinal);
        Assert.Equal(
            mapping.Fields.Where(field => field.IsRequired).Select(field => field.Name),
            schema["required"]?.AsArray().Select(required => required!.GetValue<string>()) ?? [], StringComparer.Ordinal);
        Assert.False(schema["additionalProperties"]!.GetValue<bool>());
        foreach (var field in mapping.Fields.Where(field => field.Inner is not null))
        {
            var inner = properties[field.Name]!.AsObject();
            Compare(field.Inner!, (inner["items"] ?? inner).AsObject());
        }
    }
}
