using Twins.Tests.Architecture.Repository;

namespace Twins.Tests.Architecture.Hygiene;

public sealed class BuildPolicyTests
{
    /// <summary>Decided once in Directory.Build.props; a project that needs another value is listed with its reason.</summary>
    private static readonly string[] DecidedCentrally =
    [
        "TargetFramework", "TargetFrameworks", "Nullable", "LangVersion", "TreatWarningsAsErrors", "WarningsNotAsErrors", "AnalysisLevel",
    ];

    /// <summary>The compiler loads source generators into itself, which takes netstandard2.0.</summary>
    private static readonly string[] OtherTargetFramework = ["Twins.Runtime.Generators"];

    [Fact]
    public void Projects_LeaveThePolicyToTheRoot() => Offenders.None(
        "Properties that Directory.Build.props decides for all:",
        from project in ProjectFile.All
        from element in project.Elements
        where DecidedCentrally.Contains(element.Name.LocalName)
        where !(element.Name.LocalName == "TargetFramework" && OtherTargetFramework.Contains(project.Name))
        select $"{project.Path}: {element.Name.LocalName}");

    [Fact]
    public void Packages_TakeTheirVersionFromOnePlace() => Offenders.None(
        "Package versions belong into Directory.Packages.props:",
        from project in ProjectFile.All
        from element in project.Elements
        where element.Name.LocalName == "PackageReference"
        where element.Attribute("Version") is not null || element.Attribute("VersionOverride") is not null
        select $"{project.Path}: {(string?)element.Attribute("Include")}");

    [Fact]
    public void Packages_AreReferencedOncePerProject() => Offenders.None(
        "Packages that a project references twice; one profile or another would not restore:",
        from project in ProjectFile.All
        from twice in project.Packages.GroupBy(package => package, StringComparer.Ordinal).Where(same => same.Count() > 1)
        select $"{project.Path}: {twice.Key}");

    [Fact]
    public void EditorConfig_StatesEachRuleOnce() => Offenders.None(
        "Rules that stand twice in one section of .editorconfig:",
        Rules().GroupBy(rule => rule, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));

    private static IEnumerable<string> Rules()
    {
        var section = "";
        foreach (var line in RepositoryFiles.Lines(".editorconfig").Select(line => line.Trim()))
        {
            if (line.StartsWith('['))
            {
                section = line;
            }
            else if (!line.StartsWith('#') && line.Contains('=', StringComparison.Ordinal))
            {
                yield return $"{section} {line.Split('=')[0].Trim()}";
            }
        }
    }
}
