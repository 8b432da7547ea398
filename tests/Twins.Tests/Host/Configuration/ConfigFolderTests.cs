using Twins.Hosting.Configuration;

namespace Twins.Tests.Host.Configuration;

public sealed class ConfigFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("twins-config").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Find_Named_IsTakenAsItIs() => Assert.Equal(_folder, ConfigFolder.Find(_folder, Path.GetTempPath()));

    [Fact]
    public void Find_NamedButMissing_IsRefusedByName() => Assert.Contains(
        "'nowhere/at-all'",
        Assert.Throws<BadInputException>(() => ConfigFolder.Find("nowhere/at-all", _folder)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Find_Unnamed_IsFoundAboveTheWorkingDirectory()
    {
        var config = Directory.CreateDirectory(Path.Combine(_folder, "silo-config")).FullName;
        var below = Directory.CreateDirectory(Path.Combine(_folder, "src", "deep")).FullName;

        Assert.Equal(config, ConfigFolder.Find(null, below));
    }

    [Fact]
    public void Find_NowhereAbove_IsTheOneBesideTheProgram() =>
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "silo-config"), ConfigFolder.Find(null, _folder));
}
