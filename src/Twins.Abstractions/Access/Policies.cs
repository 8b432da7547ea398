namespace Twins.Access;

/// <summary>
/// Names of the policies that ways in ask for: endpoints, hubs, and topics of a site's broker. Each way in names one; who holds which is
/// decided by the host.
/// </summary>
public static class Policies
{
    /// <summary>Open to all who reach it: whether the process lives, and the files of the console.</summary>
    public const string Public = "twins.public";

    /// <summary>Sees sites, devices and values.</summary>
    public const string Read = "twins.read";

    /// <summary>Commands devices.</summary>
    public const string Command = "twins.command";

    /// <summary>Looks after the platform itself: its grains, its figures, its data.</summary>
    public const string Operate = "twins.operate";

    /// <summary>A device or gateway that delivers readings and takes commands.</summary>
    public const string Device = "twins.device";
}
