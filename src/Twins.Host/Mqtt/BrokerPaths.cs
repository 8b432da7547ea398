namespace Twins.Hosting.Mqtt;

/// <summary>Under which paths the host's web listener serves brokers.</summary>
internal static class BrokerPaths
{
    /// <summary>The path of the only broker.</summary>
    public const string Only = "/mqtt";

    /// <summary>The path of a site's broker.</summary>
    public static string Of(string site) => $"{Only}/{site}";
}
