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
}
