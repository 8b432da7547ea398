using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Twins.Tests.Architecture.Repository;

namespace Twins.Tests.Architecture.Layering;

/// <summary>What the compiler really bound to: catches what a transitive reference lets slip through the project files.</summary>
public sealed class AssemblyReferenceTests
{
    [Fact]
    public void CompiledAssemblies_ReferenceOnlyWhatTheLayeringAllows()
    {
        var assemblies = Directory.GetFiles(AppContext.BaseDirectory, "Twins.*.dll")
            .Where(file => AllowedReferences.Projects.ContainsKey(Path.GetFileNameWithoutExtension(file)))
            .ToList();

        Assert.Contains(assemblies, file => Path.GetFileNameWithoutExtension(file) == "Twins.Host");
        Offenders.None("Compiled references that the layering does not allow:", assemblies.SelectMany(ForbiddenReferences));
    }

    private static IEnumerable<string> ForbiddenReferences(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var allowed = AllowedReferences.Projects[name].ToHashSet(StringComparer.Ordinal);
        return ReferencedAssemblies(file)
            .Where(reference => reference.StartsWith("Twins.", StringComparison.Ordinal) && !allowed.Contains(reference))
            .Select(reference => $"{name} -> {reference}");
    }

    private static List<string> ReferencedAssemblies(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
