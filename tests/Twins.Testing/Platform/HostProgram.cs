namespace Twins.Testing.Platform;

/// <summary>Finds the host that was built together with the running tests.</summary>
public static class HostProgram
{
    /// <summary>
    /// The host's assembly: build output lies in <c>artifacts/…/bin/project/configuration</c>, so that the host is found from a
    /// test's own folder, in the same configuration and profile.
    /// </summary>
    /// <exception cref="FileNotFoundException">The host is not built; the test project must reference it.</exception>
    public static string Assembly
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            var host = Path.Combine(own.Parent!.Parent!.FullName, "Twins.Host", own.Name, "Twins.Host.dll");
            return File.Exists(host) ? host : throw new FileNotFoundException($"The host is not built: '{host}'.", host);
        }
    }

    /// <summary>The <c>dotnet</c> that runs it.</summary>
    public static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath switch
    {
        { } path when Path.GetFileNameWithoutExtension(path) == "dotnet" => path,
        _ => Peers.PeerProgram.Find("dotnet") ?? "dotnet",
    };
}
