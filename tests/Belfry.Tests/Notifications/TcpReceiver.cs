using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Belfry.Tests.Notifications;

/// <summary>A server on a free port of this machine that has one conversation after the other.</summary>
internal sealed class TcpReceiver : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;

    private TcpReceiver(Func<StreamReader, StreamWriter, Task> converse)
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        loop = Run(converse);
    }

    public int Port { get; }

    /// <summary>Everything that was received, a text for each conversation.</summary>
    public List<string> Received { get; } = [];

    /// <param name="answer">Status line and headers, without the last empty line.</param>
    public static TcpReceiver Http(string answer, string body = "")
    {
        TcpReceiver? self = null;
        self = new TcpReceiver(async (reader, writer) =>
        {
            var text = new StringBuilder();
            int length = 0;
            for (string? line = await reader.ReadLineAsync(); line is { Length: > 0 }; line = await reader.ReadLineAsync())
            {
                text.AppendLine(line);
                length = line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(line.Split(':')[1], null) : length;
            }

            var content = new char[length];
            await reader.ReadBlockAsync(content);
            self!.Received.Add(text.AppendLine().Append(content).ToString());
            await writer.WriteAsync($"{answer}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
        });
        return self;
    }

    /// <summary>A mail server that takes everything, and offers no encryption.</summary>
    public static TcpReceiver Smtp(string atRecipient = "250 ok")
    {
        TcpReceiver? self = null;
        self = new TcpReceiver(async (reader, writer) =>
        {
            await Say("220 sink");
            var mail = new StringBuilder();
            while (await reader.ReadLineAsync() is { } line && line != "QUIT")
            {
                mail.AppendLine(line);
                switch (line.Split(' ')[0])
                {
                    case "EHLO":
                        await Say("250 sink");
                        break;
                    case "RCPT":
                        await Say(atRecipient);
                        break;
                    case "DATA":
                        await Say("354 go on");
                        for (string? data = await reader.ReadLineAsync(); data is not null and not "."; data = await reader.ReadLineAsync())
                        {
                            mail.AppendLine(data);
                        }

                        await Say("250 taken");
                        break;
                    default:
                        await Say("250 ok");
                        break;
                }
            }

            self!.Received.Add(mail.ToString());

            async Task Say(string text)
            {
                await writer.WriteAsync(text + "\r\n");
                await writer.FlushAsync();
            }
        });
        return self;
    }

    /// <summary>Takes connections and never says a word.</summary>
    public static TcpReceiver Silent() => new((reader, _) => reader.ReadToEndAsync());

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await loop;
        stop.Dispose();
    }

    private async Task Run(Func<StreamReader, StreamWriter, Task> converse)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await using var cut = stop.Token.Register(client.Close);
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.UTF8);
                await using var writer = new StreamWriter(stream, new UTF8Encoding(false));
                await converse(reader, writer);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The test is over, or the other side hung up.
        }
    }
}
