using System.Collections.Immutable;
using Twins.Devices;
using Twins.Sites;
using Twins.Types;

namespace Twins.Configuration;

/// <summary>What a load brought: either a catalog, or errors. Never part of a configuration.</summary>
/// <param name="Catalog">The sites with every device's definition; null when there are errors.</param>
/// <param name="Types">The twin types by key, ordered; empty when there are errors.</param>
/// <param name="Devices">The device descriptions by key, ordered; empty when there are errors.</param>
/// <param name="Errors">All errors of all files, by file, line and column; empty when there is a catalog.</param>
/// <param name="Warnings">What loads but will not work as well as it could, by file, line and column.</param>
public sealed record LoadedConfiguration(
    SiteCatalog? Catalog,
    ImmutableArray<TwinType> Types,
    ImmutableArray<DeviceDescription> Devices,
    ImmutableArray<DescriptionError> Errors,
    ImmutableArray<DescriptionError> Warnings)
{
    /// <summary>The catalog.</summary>
    /// <exception cref="DescriptionException">There are errors; the message lists them.</exception>
    public SiteCatalog GetCatalog() => Catalog ?? throw new DescriptionException(Errors);
}

/// <summary>A description file's content before it is read.</summary>
/// <param name="Path">Relative path with forward slashes, such as <c>types/bess.yaml</c>; its folder says the kind.</param>
/// <param name="Text">The YAML text.</param>
public sealed record DescriptionFile(string Path, string Text)
{
    /// <summary>Name without folder and extension: the key that the file must declare.</summary>
    internal string Name => System.IO.Path.GetFileNameWithoutExtension(Path);
}

/// <summary>One error in a description file: where, what, and how to fix it.</summary>
/// <param name="File">Path of the file as it was given to the loader.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">What is wrong, naming the value.</param>
/// <param name="Fix">What to write instead.</param>
public sealed record DescriptionError(string File, int Line, int Column, string Message, string Fix)
{
    /// <summary><c>file:line:column: message — fix</c>, as editors and terminals link it.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message} — {Fix}";
}

/// <summary>The descriptions have errors. The author of the files is at fault; the message lists every error on a line of its own.</summary>
public sealed class DescriptionException : Exception
{
    /// <summary>Makes the exception of a list of errors.</summary>
    /// <param name="errors">The errors; at least one.</param>
    public DescriptionException(ImmutableArray<DescriptionError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>The errors, by file, line and column.</summary>
    public ImmutableArray<DescriptionError> Errors { get; }
}
