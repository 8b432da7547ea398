namespace Twins.Tests.Model.Descriptions;

/// <summary>A site's own broker that would let in whom nobody meant to, or could not be opened.</summary>
public sealed class BrokerErrorTests
{
    [Theory]
    [InlineData(
        "{listen: 0.0.0.0, accounts: [{username: ems}]}",
        "'0.0.0.0' is reached from other machines, which takes TLS — add 'tlsPort' and 'certificate', or listen on 127.0.0.1")]
    [InlineData(
        "{listen: 192.0.2.7, tlsPort: 8883, certificate: broker.pem}",
        "'192.0.2.7' lets anybody in who reaches it — add 'accounts' or 'clientAuthorities', or listen on 127.0.0.1")]
    [InlineData(
        "{listen: gateway}",
        "'gateway' is no IP address — write one, such as 127.0.0.1 for this machine only, or 0.0.0.0 for all")]
    public void Load_AListenerThatIsNotSafe_SaysWhatIsMissing(string broker, string error) =>
        Assert.EndsWith(error, ErrorsOf(broker), StringComparison.Ordinal);

    [Theory]
    [InlineData("{}")]
    [InlineData("{listen: \"::1\"}")]
    [InlineData("{listen: 0.0.0.0, tlsPort: 8883, certificate: broker.pem, clientAuthorities: ca.pem}")]
    [InlineData("{listen: \"::\", tlsPort: 8883, certificate: broker.pem, accounts: [{username: ems, passwordFrom: {environment: EMS}}]}")]
    public void Load_ASafeListener_HasNoError(string broker) => Assert.Equal("", ErrorsOf(broker));

    private static string ErrorsOf(string broker) =>
        SampleFiles.ErrorsAfter("sites", "title: Laboratory\n", $"title: Laboratory\nbroker: {broker}\n");
}
