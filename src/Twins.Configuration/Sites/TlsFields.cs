using Twins.Configuration.Fields;
using Twins.Sites;

namespace Twins.Configuration.Sites;

/// <summary>The fields of TLS towards a server.</summary>
public static class TlsFields
{
    private static readonly Field<bool> Tls = Field.Optional("tls", new FlagReader(), false, "Whether TLS is spoken.", "false");

    private static readonly Field<string?> Authorities = Field.Optional(
        "authorities", new WordsReader(), null!, "PEM file with the certificates of the authorities that are trusted.", "those of the machine")!;

    private static readonly Field<string?> Certificate = Field.Optional(
        "certificate", new WordsReader(), null!, "PEM file with our own certificate and its chain.")!;

    private static readonly Field<string?> Key = Field.Optional("certificateKey", new WordsReader(), null!, "PEM file with its private key.", "in the certificate's file")!;

    /// <summary>All of them.</summary>
    public static readonly Field[] All = [Tls, Authorities, Certificate, Key];

    /// <summary>What was read; null without TLS.</summary>
    public static TlsFiles? Build(MappingValues values, ReadingContext context)
    {
        foreach (var field in new Field[] { Authorities, Certificate, Key }.Where(field => values.Has(field) && !values.Get(Tls)))
        {
            context.Error(values.PlaceOf(field), $"'{field.Name}' belongs to TLS", "add 'tls: true', or leave it out");
        }

        if (values.Has(Key) && !values.Has(Certificate))
        {
            context.Error(values.PlaceOf(Key), "a key needs its certificate", "add 'certificate'");
        }

        return values.Get(Tls) ? new TlsFiles(values.Get(Authorities), values.Get(Certificate), values.Get(Key)) : null;
    }
}

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
