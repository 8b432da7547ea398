using Twins.Adapters;

namespace Twins.Tests.Model.Descriptions;

public sealed class DescriptionsPageTests
{
    private static readonly string Page = Path.Combine(RepositoryFolder.Root, "docs", "descriptions.md");

    [Fact]
    public void Tables_AreThoseOfTheLoader()
    {
        var page = File.ReadAllText(Page);
        foreach (var (name, table) in FieldTables.All)
        {
            page = Replace(page, name, table);
        }

        GeneratedFile.MustBe(Page, page);
    }

    [Fact]
    public void Examples_LoadWithoutError()
    {
        var files = File.ReadAllText(Page).Split("```yaml\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])
            .Select(text => new Twins.Configuration.DescriptionFile(text[2..text.IndexOf('\n', StringComparison.Ordinal)], text)).ToList();

        Assert.Equal("", string.Join('\n', Twins.Configuration.SiteConfigurationLoader.Load(files, FieldProtocols.All).Errors));
        Assert.Equal(4, files.Count);
    }

    [Fact]
    public void QuotedError_IsTheLoaders() => Assert.Contains(
        SampleFiles.ErrorsAfter("types", "deadband: 5", "deadbnd: 5"), File.ReadAllText(Page), StringComparison.Ordinal);

    private static string Replace(string page, string name, string table)
    {
        var (begin, end) = ($"<!-- begin {name} -->\n", $"<!-- end {name} -->");
        var start = page.IndexOf(begin, StringComparison.Ordinal);
        var stop = page.IndexOf(end, StringComparison.Ordinal);
        Assert.True(start >= 0 && stop > start, $"the page has no part '{name}'");
        return page[..(start + begin.Length)] + table + "\n" + page[stop..];
    }
}
