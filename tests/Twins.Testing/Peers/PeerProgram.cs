using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Twins.Testing.Peers;

/// <summary>Where programs that nobody here wrote are found, and the ports they are given.</summary>
public static class PeerProgram
{
    /// <summary>The path of an installed program, or <see langword="null"/>.</summary>
    /// <param name="name">A name to look for in <c>PATH</c>, or an absolute path.</param>
    public static string? Find(string name)
    {
        if (Path.IsPathRooted(name))
        {
            return File.Exists(name) ? name : null;
        }

        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    /// <summary>The folder <c>tests/peers</c>, which holds our scripts for the peers and their packages.</summary>
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../peers"));

    /// <summary>
    /// A loopback port that was free a moment ago, for programs that cannot choose one themselves. Let a program that can
    /// take port 0 and print what it got.
    /// </summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
