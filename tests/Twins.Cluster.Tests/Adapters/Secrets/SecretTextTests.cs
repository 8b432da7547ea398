using Twins.Adapters.Secrets;
using Twins.Sites;

namespace Twins.Cluster.Tests.Adapters.Secrets;

public sealed class SecretTextTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("twins-secret").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("word", "word")]
    [InlineData("word\n", "word")]
    [InlineData("two\nlines\r\n", "two\nlines")]
    [InlineData(" spaces stay ", " spaces stay ")]
    public void Read_File_WithoutTheLastLineBreak(string content, string secret) =>
        Assert.Equal(secret, SecretText.Read(new SecretSource(null, FileOf(content, UnixFileMode.UserRead))));

    [Fact]
    public void Read_Environment_IsItsValue()
    {
        var name = $"TWINS_TEST_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(name, "word");

        Assert.Equal("word", SecretText.Read(new SecretSource(name, null)));

        Environment.SetEnvironmentVariable(name, null);
        var missing = Assert.Throws<SecretException>(() => SecretText.Read(new SecretSource(name, null)));
        Assert.Contains($"'{name}' is not there", missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead, "644")]
    [InlineData(UnixFileMode.GroupWrite, "620")]
    public void Read_FileOpenToOthers_IsRefusedAndTellsTheFix(UnixFileMode open, string shown)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no Unix file modes");
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | open;
        var path = FileOf("word", open == UnixFileMode.OtherRead ? mode | UnixFileMode.GroupRead : mode);

        var refused = Assert.Throws<SecretException>(() => SecretText.Read(new SecretSource(null, path)));

        Assert.Contains($"'{path}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"mode {shown}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("chmod 600", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("word", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFileEmptyFileOrTooLong_IsNamed()
    {
        var absent = Path.Combine(_folder, "absent");
        var empty = FileOf("\n", UnixFileMode.UserRead);

        Assert.Contains("is not there", Assert.Throws<SecretException>(() => SecretText.Read(new SecretSource(null, absent))).Message, StringComparison.Ordinal);
        Assert.Contains("is empty", Assert.Throws<SecretException>(() => SecretText.Read(new SecretSource(null, empty))).Message, StringComparison.Ordinal);
        var endless = FileOf(new string('x', 4097), UnixFileMode.UserRead);
        Assert.Contains("4097 characters", Assert.Throws<SecretException>(() => SecretText.Read(new SecretSource(null, endless))).Message, StringComparison.Ordinal);
    }

    private string FileOf(string content, UnixFileMode mode)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }

        return path;
    }
}
