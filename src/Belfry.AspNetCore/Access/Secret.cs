using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Belfry.AspNetCore.Access;

/// <summary>Texts that must not be guessed. Only their hashes are kept and compared, so that time tells nothing about them.</summary>
internal static class Secret
{
    private const int Bytes = 32;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool Same(string secret, string hash) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(hash));
}
