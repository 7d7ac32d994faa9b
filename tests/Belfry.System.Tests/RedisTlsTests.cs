using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Belfry.TestServers;

namespace Belfry.System.Tests;

/// <summary><c>rediss://</c> to a real server with a certificate of its own.</summary>
public sealed class RedisTlsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("belfry-tls-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_certificate_that_is_trusted_is_used_and_another_is_refused()
    {
        var (certificate, key) = Certificate();
        int port = Ports.Free();
        await using var redis = await RedisServer.Start(
            "--tls-port", $"{port}", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", certificate, "--tls-auth-clients", "no");

        // A machine that is busy may not get to the answer in the time that the doctor gives it.
        await Eventually.Is(
            async () => (await Doctor(port, new() { ["SSL_CERT_FILE"] = certificate })).Out.Contains($"rediss://localhost:{port} answers in", StringComparison.Ordinal),
            "the certificate is trusted");

        var untrusted = await Doctor(port, []);
        untrusted.Code.ShouldBe(1);
        untrusted.Out.ShouldContain($"Redis at rediss://localhost:{port} cannot be trusted: ");

        var plain = await Executable.Run(["doctor", "--store", "sqlite::memory:", "--redis", $"redis://localhost:{port}"], null);
        plain.Out.ShouldContain("if it wants TLS the address begins with rediss://");
    }

    private static Task<Ended> Doctor(int port, Dictionary<string, string> variables) =>
        Executable.Run(["doctor", "--store", "sqlite::memory:", "--redis", $"rediss://localhost:{port}"], null, variables);

    private (string Certificate, string Key) Certificate()
    {
        using var key = RSA.Create(2_048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string certificateFile = Path.Combine(folder, "redis.crt");
        string keyFile = Path.Combine(folder, "redis.key");
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificateFile, keyFile);
    }
}
