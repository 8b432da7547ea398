using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Twins.Configuration.Yaml;

namespace Twins.Configuration;

/// <summary>
/// Reads the files of a folder as texts. A file that is not the UTF-8 text that somebody wrote is an error with its place, never a text with letters
/// replaced or cut off; what cannot be a description is refused before it is opened.
/// </summary>
internal static class DescriptionFolder
{
    /// <summary>Bytes of a file: as many as the characters that a description may have can take.</summary>
    public const int MaxBytes = 4 * YamlTree.MaxCharacters;

    /// <summary>The descriptions of one kind, by name.</summary>
    /// <param name="folder">The folder of all descriptions.</param>
    /// <param name="kind">Its subfolder.</param>
    /// <param name="errors">Where errors go.</param>
    public static IEnumerable<DescriptionFile> Read(string folder, string kind, ErrorSink errors)
    {
        foreach (var path in List(Path.Combine(folder, kind), kind, errors))
        {
            var name = $"{kind}/{Path.GetFileName(path)}";
            if (Path.GetExtension(path) != ".yaml")
            {
                errors.Add(new Place(name, 1, 1), $"'{Path.GetFileName(path)}' is no description", "name it .yaml, or move it elsewhere");
            }
            else if (TryRead(path, name, errors) is { } file)
            {
                yield return file;
            }
        }
    }

    private static IReadOnlyList<string> List(string path, string kind, ErrorSink errors)
    {
        try
        {
            return [.. Directory.EnumerateFiles(path).Where(file => !IsOfAnEditor(Path.GetFileName(file))).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            errors.Add(new Place(kind, 1, 1), $"the folder '{path}' does not exist", "create it, or name the folder of the descriptions");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add(new Place(kind, 1, 1), $"not readable: {exception.Message}", "check the folder and its permissions");
        }

        return [];
    }

    // Swap files, locks, automatic saves and back-ups: .site.yaml.swp, .#site.yaml, #site.yaml#, site.yaml~.
    private static bool IsOfAnEditor(string name) => name[0] is '.' or '#' || name[^1] is '~' or '#';

    private static DescriptionFile? TryRead(string path, string name, ErrorSink errors)
    {
        var start = new Place(name, 1, 1);
        try
        {
            // The length is looked at before the file is opened: opening a pipe would wait for somebody to write into it.
            var length = (File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path)).Length;
            if (length is > 0 and <= MaxBytes)
            {
                return Decode(ReadBytes(path, (int)length), name, errors);
            }

            var (message, fix) = length == 0
                ? ("the file is empty, or is no file but a pipe, socket or device", "write a description, or delete it")
                : (string.Create(CultureInfo.InvariantCulture, $"the file has {length} bytes, more than {MaxBytes}"), "split it, or move it elsewhere if it is no description");
            errors.Add(start, message, fix);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add(start, $"not readable: {exception.Message}", "check the file, what it links to, and its permissions");
        }

        return null;
    }

    // At most the length that was looked at: a file that grows meanwhile is read as it was.
    private static byte[] ReadBytes(string path, int length)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[length];
        var read = stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false);
        return bytes[..read];
    }

    private static DescriptionFile? Decode(ReadOnlySpan<byte> bytes, string name, ErrorSink errors)
    {
        var mark = bytes.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var characters = new char[bytes.Length];
        if (Utf8.ToUtf16(bytes[mark..], characters, out var read, out var written, replaceInvalidSequences: false) == OperationStatus.Done)
        {
            return new DescriptionFile(name, new string(characters, 0, written));
        }

        var before = characters.AsSpan(0, written);
        var place = new Place(name, before.Count('\n') + 1, written - before.LastIndexOf('\n'));
        var wrong = string.Create(CultureInfo.InvariantCulture, $"byte {mark + read} of the file, 0x{bytes[mark + read]:X2}, is not UTF-8");
        var isUtf16 = bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble);
        errors.Add(place, wrong, isUtf16 ? "the file is UTF-16: save it as UTF-8" : "save the file as UTF-8, and write the letter again");
        return null;
    }
}
