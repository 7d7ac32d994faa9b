using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Belfry.Redis;

/// <summary>
/// Tries, step by step, whether Redis can be used. The driver only says that there is no connection, and takes a wrong
/// database for a good one.
/// </summary>
internal static class Handshake
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <returns>The end of a sentence that begins with the address; null when everything went well.</returns>
    public static async Task<string?> Problem(RedisAddress address, TimeProvider time)
    {
        using var late = new CancellationTokenSource(Patience, time);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host.Trim('[', ']'), address.Port, late.Token);
            await using var stream = await Opened(client, address, late.Token);
            return await SignIn(stream, address, late.Token);
        }
        catch (SocketException failure)
        {
            return $"cannot be reached: {failure.Message}.";
        }
        catch (AuthenticationException failure)
        {
            return $"cannot be trusted: {failure.Message}";
        }
        catch (IOException)
        {
            return address.UsesTls ? "ends the connection; if it speaks no TLS the address begins with redis://." : "ends the connection; if it wants TLS the address begins with rediss://.";
        }
        catch (OperationCanceledException)
        {
            return address.UsesTls ? "does not answer; if it speaks no TLS the address begins with redis://." : "does not answer.";
        }
    }

    private static async Task<Stream> Opened(TcpClient client, RedisAddress address, CancellationToken cancellation)
    {
        if (!address.UsesTls)
        {
            return client.GetStream();
        }

        var secure = new SslStream(client.GetStream());
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.Host }, cancellation);
        return secure;
    }

    private static async Task<string?> SignIn(Stream stream, RedisAddress address, CancellationToken cancellation)
    {
        if (address.Password is { } password && await Ask(stream, ["AUTH", password], cancellation) is ['-', ..] refused)
        {
            return refused.Contains("without any password", StringComparison.Ordinal) ? "has no password, but one was given." : "wants another password.";
        }

        if (await Ask(stream, ["SELECT", address.Database.ToString(CultureInfo.InvariantCulture)], cancellation) is not "+OK" and var answer)
        {
            return answer.StartsWith("-NOAUTH", StringComparison.Ordinal) ? "wants a password."
                : answer.StartsWith('-') ? $"has no database {address.Database}: {answer[1..]}"
                : "is no Redis.";
        }

        return null;
    }

    // The protocol: a list of texts with their lengths in bytes goes there, a line comes back.
    private static async Task<string> Ask(Stream stream, string[] words, CancellationToken cancellation)
    {
        var question = new StringBuilder($"*{words.Length}\r\n");
        foreach (var word in words)
        {
            question.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(question.ToString()), cancellation);
        var answer = new List<byte>();
        var next = new byte[1];
        while (answer.Count < 1_000 && await stream.ReadAsync(next, cancellation) == 1 && next[0] != '\n')
        {
            answer.Add(next[0]);
        }

        return answer.Count == 0 ? throw new IOException("The connection ended.") : Encoding.UTF8.GetString([.. answer]).TrimEnd('\r');
    }
}
