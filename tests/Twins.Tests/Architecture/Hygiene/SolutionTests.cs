using Twins.Tests.Architecture.Repository;

namespace Twins.Tests.Architecture.Hygiene;

public sealed class SolutionTests
{
    /// <summary>Part of the cluster profile alone: build/GrainModel.targets refers to it, and every feed must restore the solution.</summary>
    private const string ClusterOnly = "src/Twins.Runtime.Cluster/Twins.Runtime.Cluster.csproj";

    [Fact]
    public void Solution_HoldsEveryProject()
    {
        var solution = RepositoryFiles.Text("Twins.sln").Replace('\\', '/');
        Offenders.None(
            "Projects that are not in Twins.sln, so that nobody builds them:",
            ProjectFile.All.Select(project => project.Path).Where(path => path != ClusterOnly && !solution.Contains($"\"{path}\"", StringComparison.Ordinal)));
    }

    /// <summary>A compiler plug-in that build/GrainModel.targets loads; what it generates is tested with the engine.</summary>
    private const string Generators = "Twins.Runtime.Generators";

    [Fact]
    public void ProductProjects_HaveTests()
    {
        var tests = ProjectFile.All.Where(project => project.Path.StartsWith("tests/", StringComparison.Ordinal)).ToList();
        Offenders.None(
            "Product projects that no test project references, directly or through another:",
            ProjectFile.Product
                .Where(project => !tests.Exists(test => test.References.Contains(project.Name)))
                .Where(project => !ProjectFile.Product.Any(other => other.References.Contains(project.Name)))
                .Select(project => project.Name)
                .Where(name => name is not (Generators or "Twins.Runtime.Cluster")));
    }
}
