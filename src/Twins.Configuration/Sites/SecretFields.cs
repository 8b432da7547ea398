using Twins.Configuration.Fields;
using Twins.Sites;

namespace Twins.Configuration.Sites;

/// <summary>The fields that say where a secret is; a description never holds one.</summary>
public static class SecretFields
{
    private static readonly Field<string?> Environment = Field.Optional("environment", new WordsReader(128), null!, "Name of an environment variable.")!;

    private static readonly Field<string?> File = Field.Optional("file", new WordsReader(), null!, "Path of a file whose text, without the last line break, is the secret.")!;

    /// <summary>Reads where a secret is.</summary>
    public static readonly MappingReader<SecretSource> Reader = new("a secret's place", [Environment, File], Build);

    private static SecretSource? Build(MappingValues values, ReadingContext context)
    {
        if (values.Has(Environment) != values.Has(File))
        {
            return new SecretSource(values.Get(Environment), values.Get(File));
        }

        context.Error(values.Place, "a secret is in one place", "name 'environment' or 'file'");
        return null;
    }
}
