using Twins.Tests.Architecture.Repository;

namespace Twins.Tests.Architecture.Layering;

public sealed class ProjectReferenceTests
{
    [Fact]
    public void ProductProjects_AreAllListed() => Offenders.None(
        "A product project must be listed with what it may reference (AllowedReferences):",
        ProjectFile.Product.Select(project => project.Name).Where(name => !AllowedReferences.Projects.ContainsKey(name)));

    [Fact]
    public void ProjectReferences_PointDownTheLayering() => Offenders.None(
        "References that the layering does not allow:",
        from project in ProjectFile.Product
        from reference in project.References
        where !AllowedReferences.Projects.GetValueOrDefault(project.Name, []).Contains(reference)
        select $"{project.Name} -> {reference}");

    [Fact]
    public void GrainModel_IsAskedForOnlyWhereAllowed() => Offenders.None(
        "Grain programming models that the layering does not allow (build/GrainModel.targets):",
        from project in ProjectFile.Product
        let allowed = AllowedReferences.GrainModels.GetValueOrDefault(project.Name, "")
        where Part(project.GrainModel) < 0 || Part(project.GrainModel) > Part(allowed)
        select $"{project.Name} asks for '{project.GrainModel}', may ask for '{allowed}'");

    [Fact]
    public void EnginePackages_AreNamedOnlyInTheBuildFolderAndTheHost() => Offenders.None(
        "Only build/GrainModel.targets, the cluster's part of the runtime and the host may reference Orleans packages:",
        from project in ProjectFile.All
        where project.Name is not ("Twins.Host" or "Twins.Runtime.Cluster") && !project.Path.StartsWith("tests/", StringComparison.Ordinal)
        from package in project.Packages
        where package.StartsWith("Microsoft.Orleans", StringComparison.Ordinal)
        select $"{project.Name} -> {package}");

    private static int Part(string grainModel) => Array.IndexOf(AllowedReferences.GrainModelParts, grainModel);
}
