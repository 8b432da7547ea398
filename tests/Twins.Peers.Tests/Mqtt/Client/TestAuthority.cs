using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Twins.Peers.Tests.Mqtt.Client;

/// <summary>An authority made for one test, with certificates of servers and clients.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=Twins test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        Certificate = request.CreateSelfSigned(From, Until);
    }

    public X509Certificate2 Certificate { get; }

    public X509Certificate2Collection Roots => [Certificate];

    /// <summary>Issues a certificate with its key.</summary>
    /// <param name="name">Its common name; for a server also a host name of it, beside 127.0.0.1 when that is asked for.</param>
    /// <param name="onLoopback">Whether it is for the address 127.0.0.1.</param>
    public X509Certificate2 Issue(string name, bool onLoopback)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (onLoopback)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(Certificate, From, Until, Guid.NewGuid().ToByteArray());
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>Writes the authority's certificate and one of its own, with its key, as PEM files.</summary>
    /// <returns>The paths of authority, certificate and key.</returns>
    public (string Authority, string Certificate, string Key) WriteFiles(DirectoryInfo folder, X509Certificate2 certificate)
    {
        string Write(string name, string text)
        {
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllText(path, text);
            return path;
        }

        return (
            Write("authority.pem", Certificate.ExportCertificatePem()),
            Write("server.pem", certificate.ExportCertificatePem()),
            Write("server.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()));
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }
}
