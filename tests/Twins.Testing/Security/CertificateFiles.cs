using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Twins.Testing.Security;

/// <summary>A certificate authority of a test, and the PEM files of what it issues.</summary>
public sealed class CertificateFiles : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = From.AddYears(50);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twins-certificates");
    private readonly X509Certificate2 _authority;

    public CertificateFiles()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _authority = request.CreateSelfSigned(From, To);
        Authority = PathOf("authority.pem");
        File.WriteAllText(Authority, _authority.ExportCertificatePem());
    }

    /// <summary>The authority's certificate.</summary>
    public string Authority { get; }

    /// <summary>Issues a certificate for a server on loopback, or a client, of this common name.</summary>
    /// <returns>The files of certificate and key; the owner alone may read the key.</returns>
    public (string Certificate, string Key) Issue(string commonName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        using var issued = request.Create(_authority, From, To.AddYears(-1), RandomNumberGenerator.GetBytes(8));
        var (certificateFile, keyFile) = (PathOf($"{commonName}.pem"), PathOf($"{commonName}.key"));
        File.WriteAllText(certificateFile, issued.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return (certificateFile, keyFile);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);
}
