using System.Security.Cryptography;
using System.Text;

namespace Belfry.Runs;

/// <summary>Makes <see cref="RunError"/>s.</summary>
internal static class RunErrors
{
    /// <summary>The type of the error of an attempt whose node was lost or stopped.</summary>
    public const string WorkerLost = "worker-lost";

    // A stack of a deep recursion or a message with a whole document in it must not fill the store.
    private const int MostText = 16 * 1024;

    public static RunError From(Exception exception) =>
        Of(exception.GetType().FullName ?? "Exception", exception.Message, exception.ToString());

    public static RunError Of(string type, string message, string? stack = null) =>
        new(type, Cut(message), stack is null ? null : Cut(stack), Fingerprint(type, message));

    private static string Cut(string text) =>
        text.Length <= MostText ? text : string.Concat(text.AsSpan(0, MostText), "… (cut)");

    // Numbers and ids differ from run to run while the cause is the same.
    private static string Fingerprint(string type, string message)
    {
        var shape = new StringBuilder(type).Append('|');
        foreach (var c in message.AsSpan(0, Math.Min(message.Length, 500)))
        {
            if (!char.IsAsciiHexDigit(c))
            {
                shape.Append(c);
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shape.ToString())).AsSpan(0, 8));
    }
}
