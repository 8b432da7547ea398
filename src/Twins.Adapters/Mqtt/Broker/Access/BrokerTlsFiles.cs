using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Twins.Adapters.Secrets;
using Twins.Sites;

namespace Twins.Adapters.Mqtt.Broker.Access;

/// <summary>Reads a broker's certificate, and the authorities of its clients' certificates, from the PEM files that a site names.</summary>
internal static class BrokerTlsFiles
{
    // Extended key usage "client authentication" (RFC 5280, section 4.2.1.12).
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>What the TLS listener demands and presents.</summary>
    /// <param name="owner">Whose broker, for the message.</param>
    /// <param name="files">The files; the certificate is named.</param>
    /// <exception cref="BrokerStartException">A file is missing, is no PEM, does not fit the others, or the key is open to others.</exception>
    public static SslServerAuthenticationOptions Read(string owner, TlsFiles files)
    {
        try
        {
            var options = new SslServerAuthenticationOptions { ServerCertificateContext = ReadCertificate(files) };
            if (files.Authorities is not null)
            {
                options.ClientCertificateRequired = true;
                options.CertificateChainPolicy = Trust(files.Authorities);
            }

            return options;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or SecretException)
        {
            throw new BrokerStartException($"{owner}: its TLS files cannot be used: {fault.Message}", fault);
        }
    }

    private static SslStreamCertificateContext ReadCertificate(TlsFiles files)
    {
        SecretText.CheckMode(files.Key ?? files.Certificate!);
        using var pem = X509Certificate2.CreateFromPemFile(files.Certificate!, files.Key);

        // Windows' TLS takes no key that lives in memory only; a round trip through PKCS #12 gives it a place.
        var certificate = OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null) : new X509Certificate2(pem);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(files.Certificate!);
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    private static X509ChainPolicy Trust(string authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authorities);
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException($"'{authorities}' holds no certificate.");
    }
}
