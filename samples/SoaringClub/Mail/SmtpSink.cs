using System.Net;
using System.Net.Sockets;

namespace SoaringClub.Mail;

/// <summary>A mail server that delivers nothing: it puts each mail into a folder, numbered. For trying out, on this machine only.</summary>
internal sealed class SmtpSink : BackgroundService
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly DirectoryInfo folder;
    private int mails;

    public SmtpSink(string path)
    {
        folder = Directory.CreateDirectory(path);
        mails = folder.GetFiles("*.eml").Length;
        listener.Start();
        Address = new MailServer("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
    }

    public MailServer Address { get; }

    public override void Dispose()
    {
        listener.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            _ = Serve(await listener.AcceptTcpClientAsync(stoppingToken), stoppingToken);
        }
    }

    // As much of RFC 5321 as a client needs that only hands in mails.
    private async Task Serve(TcpClient client, CancellationToken cancellation)
    {
        using var connection = client;
        using var reader = new StreamReader(connection.GetStream());
        await using var writer = new StreamWriter(connection.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 a sink");
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    await Keep(reader, cancellation);
                    await writer.WriteLineAsync("250 kept");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
    }

    private async Task Keep(StreamReader reader, CancellationToken cancellation)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancellation) is { } line && line != ".")
        {
            // A line that begins with a dot comes with a second one.
            lines.Add(line.StartsWith('.') ? line[1..] : line);
        }

        var name = $"{Interlocked.Increment(ref mails):0000}.eml";
        await File.WriteAllLinesAsync(Path.Combine(folder.FullName, name), lines, cancellation);
    }
}
