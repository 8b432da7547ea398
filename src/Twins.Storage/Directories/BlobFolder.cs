using System.IO.Enumeration;
using Twins.Storage.Blobs;

namespace Twins.Storage.Directories;

/// <summary>The folder on disk: paths, atomic replacement and listing. Its writing members are called by the lanes only.</summary>
internal sealed class BlobFolder : IDisposable
{
    // Blob names have no segment that begins with a dot: these two cannot meet a blob.
    private const string TemporaryFolder = ".temporary";
    private const string OwnerFile = ".owner";

    private readonly string _root;
    private readonly string _temporary;
    private readonly FileStream _owner;

    public BlobFolder(string folder)
    {
        _root = Path.GetFullPath(folder);
        _temporary = Path.Combine(_root, TemporaryFolder);
        try
        {
            CreateDurably(_root);
            _owner = new FileStream(Path.Combine(_root, OwnerFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            RemoveTemporaryFiles();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _owner?.Dispose();
            throw new BlobStoreException(
                $"The blob folder '{_root}' cannot be used, or another process uses it: {exception.Message}", exception);
        }
    }

    public void Dispose() => _owner.Dispose();

    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(name), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (MeansAbsent(exception, name))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failure("read", name, exception);
        }
    }

    /// <summary>The tag of the present content; null when there is no blob.</summary>
    public string? FindTag(string name)
    {
        try
        {
            return ContentTag.Of(File.ReadAllBytes(PathOf(name)));
        }
        catch (Exception exception) when (MeansAbsent(exception, name))
        {
            return null;
        }
    }

    /// <summary>Replaces the blob atomically; durable once the returned folder is flushed.</summary>
    public string Replace(string name, ReadOnlySpan<byte> content)
    {
        string path = PathOf(name);
        string folder = Path.GetDirectoryName(path)!;
        string temporary = Path.Combine(_temporary, Guid.NewGuid().ToString("N"));
        CreateDurably(folder);
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        return folder;
    }

    /// <summary>Length of the blob in bytes; 0 where there is none.</summary>
    public long LengthOf(string name) => new FileInfo(PathOf(name)) is { Exists: true } file ? file.Length : 0;

    /// <summary>Adds to the blob's end, on disk when this returns; one that was empty is durable once the returned folder is flushed.</summary>
    public string? Append(string name, ReadOnlySpan<byte> content, bool wasEmpty)
    {
        string path = PathOf(name);
        string folder = Path.GetDirectoryName(path)!;
        if (wasEmpty)
        {
            CreateDurably(folder);
        }

        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write(content);
        file.Flush(flushToDisk: true);
        return wasEmpty ? folder : null;
    }

    /// <summary>Removes the blob if it is there; durable once the returned folder is flushed.</summary>
    public string Remove(string name)
    {
        string path = PathOf(name);
        File.Delete(path);
        return Path.GetDirectoryName(path)!;
    }

    /// <summary>The blobs whose names begin with the prefix, ordered; those that vanish meanwhile may still be among them.</summary>
    public IReadOnlyList<BlobEntry> List(string prefix)
    {
        string start = Path.Combine(_root, prefix[..(prefix.LastIndexOf('/') + 1)]);
        if (!Directory.Exists(start))
        {
            return [];
        }

        var files = new FileSystemEnumerable<BlobEntry>(
            start,
            (ref FileSystemEntry entry) => new BlobEntry(NameOf(entry.ToFullPath()), entry.Length),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && !entry.FileName.StartsWith('.'),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.FileName.StartsWith('.'),
        };
        try
        {
            return [.. files
                .Where(blob => blob.Name.StartsWith(prefix, StringComparison.Ordinal))
                .OrderBy(blob => blob.Name, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BlobStoreException($"The blobs of prefix '{prefix}' cannot be listed: {exception.Message}", exception);
        }
    }

    public static BlobStoreException Failure(string attempt, string name, Exception cause) =>
        new($"The blob '{name}' cannot be {attempt}: {cause.Message}", cause);

    private string PathOf(string name) => Path.Combine(_root, name);

    private string NameOf(string path) => Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/');

    // A missing file, a missing folder, or a blob in the place of a folder: there is no blob of that name.
    private bool MeansAbsent(Exception exception, string name) =>
        exception is FileNotFoundException or DirectoryNotFoundException
        || (exception is IOException or UnauthorizedAccessException && !File.Exists(PathOf(name)));

    private void RemoveTemporaryFiles()
    {
        Directory.CreateDirectory(_temporary);
        foreach (string file in Directory.EnumerateFiles(_temporary))
        {
            File.Delete(file);
        }
    }

    private static void CreateDurably(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        string? parent = Path.GetDirectoryName(folder);
        if (parent is not null)
        {
            CreateDurably(parent);
        }

        Directory.CreateDirectory(folder);
        if (parent is not null)
        {
            FolderFlush.Flush(parent);
        }
    }
}
