using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Twins.Adapters;
using Twins.Configuration;

namespace Twins.Tests.Model.Descriptions;

/// <summary>Files that are not the text that somebody wrote, or no description at all. None is opened that would make the loader wait.</summary>
public sealed class FileErrorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twins-files-");

    public FileErrorTests()
    {
        Write("types/battery.yaml", Encoding.UTF8.GetBytes(SampleFiles.Type));
        Write("devices/acme.yaml", Encoding.UTF8.GetBytes(SampleFiles.Device));
        Write("sites/lab.yaml", Encoding.UTF8.GetBytes(SampleFiles.Site));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_Latin1_NamesTheByteAndItsPlace()
    {
        Write("sites/lab.yaml", Encoding.Latin1.GetBytes(SampleFiles.Site.Replace("mΩ", "mohm", StringComparison.Ordinal).Replace("Laboratory", "Universität", StringComparison.Ordinal)));

        Assert.Equal("sites/lab.yaml:2:17: byte 26 of the file, 0xE4, is not UTF-8 — save the file as UTF-8, and write the letter again", Errors());
    }

    [Fact]
    public void Load_Utf16_SaysSo()
    {
        Write("sites/lab.yaml", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(SampleFiles.Site)]);

        Assert.Equal("sites/lab.yaml:1:1: byte 0 of the file, 0xFF, is not UTF-8 — the file is UTF-16: save it as UTF-8", Errors());
    }

    [Fact]
    public void Load_ATextCutWithinALetter_NamesTheByte()
    {
        var text = Encoding.UTF8.GetBytes(SampleFiles.Site + "# mΩ");
        Write("sites/lab.yaml", text[..^1]);

        var lines = SampleFiles.Site.Count(character => character == '\n') + 1;
        Assert.Equal($"sites/lab.yaml:{lines}:4: byte {text.Length - 2} of the file, 0xCE, is not UTF-8 — save the file as UTF-8, and write the letter again", Errors());
    }

    [Fact]
    public void Load_AByteOrderMark_Loads()
    {
        Write("sites/lab.yaml", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(SampleFiles.Site)]);

        Assert.Equal("", Errors());
    }

    [Fact]
    public void Load_ANul_IsAnErrorAndNotTheEndOfTheFile()
    {
        Write("sites/lab.yaml", Encoding.UTF8.GetBytes(SampleFiles.Site.Replace("Laboratory", "Labo\0ratory", StringComparison.Ordinal)));

        Assert.Equal("sites/lab.yaml:2:12: the character U+0000 is in the file — delete it; if there are many, the file is damaged: restore it", Errors());
    }

    [Theory]
    [InlineData(".lab.yaml.swp")]
    [InlineData(".#lab.yaml")]
    [InlineData("#lab.yaml#")]
    [InlineData("lab.yaml~")]
    [InlineData(".DS_Store")]
    public void Load_AnEditorsFile_IsIgnored(string name)
    {
        Write($"sites/{name}", [0xFF, 0x00]);

        Assert.Equal("", Errors());
    }

    [Theory]
    [InlineData(4 * 1024 * 1024 + 1)]
    [InlineData(500_000_000)]
    public void Load_AHugeFile_IsRefusedUnread(long length)
    {
        using (var file = File.Create(Path.Combine(_folder.FullName, "sites/huge.yaml")))
        {
            file.SetLength(length);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal($"sites/huge.yaml:1:1: the file has {length} bytes, more than 4194304 — split it, or move it elsewhere if it is no description", Errors());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < length, "The file was read.");
    }

    [Fact]
    public void Load_AnEmptyFile_SaysSo()
    {
        Write("sites/lab.yaml", []);

        Assert.Equal(Special("lab"), Errors());
    }

    [Fact]
    public void Load_APipe_IsRefusedWithoutWaitingForAWriter()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Named pipes in a folder are Unix's.");
        using var made = Process.Start("mkfifo", [Path.Combine(_folder.FullName, "sites/pipe.yaml")]);
        made.WaitForExit();

        Assert.Equal(Special("pipe"), Errors());
    }

    [Fact]
    public void Load_ASocket_IsRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sockets in a folder are Unix's.");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder.FullName, "sites/socket.yaml")));

        Assert.Equal(Special("socket"), Errors());
    }

    [Fact]
    public void Load_ALinkToADeviceWithoutEnd_IsRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/zero is Unix's.");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "sites/zero.yaml"), "/dev/zero");

        Assert.Equal(Special("zero"), Errors());
    }

    [Fact]
    public void Load_ALinkToItself_IsRefused()
    {
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "sites/one.yaml"), "two.yaml");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "sites/two.yaml"), "one.yaml");

        Assert.All(Errors().Split('\n'), error => Assert.Matches(@"^sites/(one|two)\.yaml:1:1: not readable: .* — check the file, what it links to, and its permissions$", error));
        Assert.Equal(2, Errors().Split('\n').Length);
    }

    [Fact]
    public void Load_ALinkToADescription_IsRead()
    {
        File.Move(Path.Combine(_folder.FullName, "sites/lab.yaml"), Path.Combine(_folder.FullName, "real.yaml"));
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "sites/lab.yaml"), "../real.yaml");

        Assert.Equal("", Errors());
        Assert.Equal("lab", Assert.Single(SiteConfigurationLoader.Load(_folder.FullName, FieldProtocols.All).GetCatalog().Sites).Description.Key);
    }

    private static string Special(string name) =>
        $"sites/{name}.yaml:1:1: the file is empty, or is no file but a pipe, socket or device — write a description, or delete it";

    private void Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private string Errors() => string.Join('\n', SiteConfigurationLoader.Load(_folder.FullName, FieldProtocols.All).Errors);
}
