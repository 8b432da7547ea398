namespace Twins.Hosting.Configuration;

/// <summary>Section <c>Dashboard</c> of the settings: Orleans' own dashboard, for those who operate the platform.</summary>
internal sealed class DashboardSettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Dashboard";

    /// <summary>Where it is served, to clients of this machine.</summary>
    public const string Path = "/dashboard";

    /// <summary>Whether it is served. Default no.</summary>
    public bool Enabled { get; set; }
}
