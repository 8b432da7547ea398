namespace Twins.Tests.Model;

/// <summary>Holds a committed file against what the code makes of it now, or writes it when asked to.</summary>
internal static class GeneratedFile
{
    /// <summary>Set to 1 to write the files instead of comparing them.</summary>
    public const string Variable = "TWINS_REGENERATE";

    public static void MustBe(string path, string expected)
    {
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        var actual = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(
            expected == actual,
            $"{Path.GetFileName(path)} is not what the loader reads now. Run '{Variable}=1 dotnet test tests/Twins.Tests.Model', look at the difference and commit it.");
    }
}
