namespace Twins.Configuration;

/// <summary>A description file's content before it is read.</summary>
/// <param name="Path">Relative path with forward slashes, such as <c>types/bess.yaml</c>; its folder says the kind.</param>
/// <param name="Text">The YAML text.</param>
public sealed record DescriptionFile(string Path, string Text)
{
    /// <summary>Name without folder and extension: the key that the file must declare.</summary>
    internal string Name => System.IO.Path.GetFileNameWithoutExtension(Path);
}
