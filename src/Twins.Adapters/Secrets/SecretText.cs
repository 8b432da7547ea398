using Twins.Sites;

namespace Twins.Adapters.Secrets;

/// <summary>Reads secrets from where a description says they are.</summary>
public static class SecretText
{
    private const int MostCharacters = 4096;

    private const UnixFileMode OpenToOthers =
        UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The secret, 1 to 4096 characters.</summary>
    /// <param name="source">Where it is.</param>
    /// <exception cref="SecretException">It is not there, is empty or too long, or others may read its file.</exception>
    public static string Read(SecretSource source)
    {
        var place = source.File is { } file ? $"the file '{file}'" : $"the environment variable '{source.Environment}'";
        var text = source.File is null ? Environment.GetEnvironmentVariable(source.Environment!) : ReadFile(source.File);
        return text?.Length switch
        {
            null => throw new SecretException($"There is no secret: {place} is not there."),
            0 => throw new SecretException($"There is no secret: {place} is empty."),
            > MostCharacters => throw new SecretException($"The secret has {text.Length} characters in {place}; {MostCharacters} are allowed."),
            _ => text,
        };
    }

    /// <summary>Accepts a file that its owner, or at most its group, may read.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SecretException">Others may read it, or more than its owner write it.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    public static void CheckMode(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var mode = File.GetUnixFileMode(path);
        if ((mode & OpenToOthers) != UnixFileMode.None)
        {
            throw new SecretException(
                $"The file '{path}' holds a secret and is open to others (mode {Convert.ToString((int)mode, 8)}); let its owner alone read it: chmod 600.");
        }
    }

    private static string? ReadFile(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            CheckMode(path);
            var text = File.ReadAllText(path);
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SecretException($"The secret in the file '{path}' cannot be read: {fault.Message}", fault);
        }
    }
}
