using System.Xml.Linq;

namespace Twins.Tests.Architecture.Repository;

/// <summary>What a project file says, as far as the layering is concerned.</summary>
internal sealed class ProjectFile
{
    private readonly XElement _xml;

    private ProjectFile(string path)
    {
        Path = path;
        _xml = XElement.Load(System.IO.Path.Combine(RepositoryFiles.Root, path));
    }

    /// <summary>Path from the root.</summary>
    public string Path { get; }

    /// <summary>Name without folder and extension; also the assembly's name.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Names of the projects it references directly.</summary>
    public IEnumerable<string> References => Items("ProjectReference").Select(path => System.IO.Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

    /// <summary>Names of the packages it references directly.</summary>
    public IEnumerable<string> Packages => Items("PackageReference");

    /// <summary>Every element of the file, for rules about single properties.</summary>
    public IEnumerable<XElement> Elements => _xml.Descendants();

    /// <summary>All projects of the repository.</summary>
    public static IReadOnlyList<ProjectFile> All { get; } = [.. RepositoryFiles.All(".csproj").Select(path => new ProjectFile(path))];

    /// <summary>The projects of the product, without the tests.</summary>
    public static IEnumerable<ProjectFile> Product => All.Where(project => !project.Path.StartsWith("tests/", StringComparison.Ordinal));

    private IEnumerable<string> Items(string kind) =>
        _xml.Descendants(kind).Select(item => (string?)item.Attribute("Include")).OfType<string>();
}
