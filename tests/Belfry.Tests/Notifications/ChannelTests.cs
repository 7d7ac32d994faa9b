using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Belfry.Notifications;

namespace Belfry.Tests.Notifications;

public sealed class ChannelTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ChannelMessage Message = new(
        new Guid("0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000"),
        "ops",
        At,
        Digest.Empty.Add(new Notice("a", NoticeKind.Failing, At, "a failed: <b> & more")).Add(new Notice("b", NoticeKind.DeadLetter, At, "b is dead")));

    [Fact]
    public async Task Slack_gets_one_text_in_which_nothing_is_markup()
    {
        await using var slack = TcpReceiver.Http("HTTP/1.1 200 OK", "ok");
        (await new SlackChannel(Url(slack, "/services/T0/B0/x")).SendAsync(Message, default)).ShouldBe(SendResult.Delivered);
        string request = slack.Received.ShouldHaveSingleItem();
        request.ShouldStartWith("POST /services/T0/B0/x HTTP/1.1");
        Body(request).GetProperty("text").GetString().ShouldNotBeNull().ReplaceLineEndings("\n").ShouldBe(
            "1 job fails, 1 dead letter\n\n• a failed: &lt;b&gt; &amp; more\n• b is dead");
    }

    [Fact]
    public async Task Slack_that_has_enough_says_for_how_long()
    {
        await using var slack = TcpReceiver.Http("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 30", "rate_limited");
        var result = await new SlackChannel(Url(slack, "/services/secret")).SendAsync(Message, default);
        result.ShouldBe(new SendResult("127.0.0.1 answered 429 Too Many Requests: rate_limited", TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_redirect_is_an_error_and_is_not_followed()
    {
        await using var other = TcpReceiver.Http("HTTP/1.1 200 OK");
        await using var moved = TcpReceiver.Http($"HTTP/1.1 308 Permanent Redirect\r\nLocation: {Url(other, "/")}");
        var result = await new SlackChannel(Url(moved, "/")).SendAsync(Message, default);
        result.Error.ShouldNotBeNull().ShouldContain("308 Permanent Redirect; redirects are not followed");
        other.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_endless_answer_is_read_for_a_line()
    {
        await using var chatty = TcpReceiver.Http("HTTP/1.1 500 Oops", new string('x', 1_000_000));
        var result = await new SlackChannel(Url(chatty, "/")).SendAsync(Message, default);
        result.Error.ShouldNotBeNull().Length.ShouldBeLessThan(120);
    }

    [Fact]
    public async Task Nothing_of_the_address_but_its_host_is_in_an_error()
    {
        var gone = TcpReceiver.Http("");
        var url = Url(gone, "/services/secret");
        await gone.DisposeAsync();
        var result = await new SlackChannel(url).SendAsync(Message, default);
        result.Error.ShouldNotBeNull().ShouldStartWith("127.0.0.1 cannot be reached");
        result.Error.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_webhook_can_be_verified_as_documented()
    {
        await using var hook = TcpReceiver.Http("HTTP/1.1 204 No Content");
        (await new WebhookChannel(Url(hook, "/belfry"), Secret).SendAsync(Message, default)).ShouldBe(SendResult.Delivered);
        string request = hook.Received.ShouldHaveSingleItem();
        string body = request[(request.IndexOf(Environment.NewLine + Environment.NewLine, StringComparison.Ordinal) + (2 * Environment.NewLine.Length))..];
        Header(request, "webhook-id").ShouldBe("0199aaaabbbb7ccc8dddeeeeffff0000");
        byte[] key = Convert.FromBase64String(Secret["whsec_".Length..]);
        string signed = $"{Header(request, "webhook-id")}.{Header(request, "webhook-timestamp")}.{body}";
        Header(request, "webhook-signature").ShouldBe($"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)))}");
        var json = JsonElement.Parse(body);
        json.GetProperty("counts").GetProperty("deadLetter").GetInt32().ShouldBe(1);
        json.GetProperty("items")[0].GetProperty("job").GetString().ShouldBe("a");
    }

    [Theory]
    [InlineData("short")]
    [InlineData("whsec_AAAA")]
    [InlineData("whsec_not base64 at all, is it?")]
    public void A_weak_secret_is_refused(string secret) =>
        Should.Throw<ArgumentException>(() => new WebhookChannel(new Uri("https://example.com"), secret)).Message.ShouldContain("at least 16");

    [Theory]
    [InlineData("ftp://example.com/")]
    [InlineData("https://user:pw@example.com/")]
    public void An_address_that_cannot_be_posted_to_is_refused(string url) =>
        Should.Throw<ArgumentException>(() => new SlackChannel(new Uri(url)));

    [Fact]
    public async Task Mail_has_a_subject_everything_in_its_body_and_the_same_id_each_time()
    {
        await using var sink = TcpReceiver.Smtp();
        var mail = new EmailChannel(Options(sink));
        (await mail.SendAsync(Message, default)).ShouldBe(SendResult.Delivered);
        (await mail.SendAsync(Message, default)).ShouldBe(SendResult.Delivered);
        await Belfry.Tests.Jobs.Commands.Eventually.Holds(() => sink.Received.Count == 2, "the sink has the mail");
        foreach (string received in sink.Received)
        {
            received.ShouldContain("RCPT TO:<ops@example.com>");
            received.ShouldContain("Subject: [Belfry] 1 job fails, 1 dead letter");
            received.ShouldContain("Message-ID: <0199aaaabbbb7ccc8dddeeeeffff0000@belfry>", Case.Insensitive);
        }
    }

    [Fact]
    public async Task A_mail_server_that_refuses_is_quoted()
    {
        await using var sink = TcpReceiver.Smtp(atRecipient: "550 no such user");
        var result = await new EmailChannel(Options(sink)).SendAsync(Message, default);
        result.Error.ShouldNotBeNull().ShouldContain("no such user");
    }

    [Fact]
    public async Task A_mail_server_that_cannot_encrypt_gets_neither_mail_nor_password()
    {
        await using var sink = TcpReceiver.Smtp();
        var result = await new EmailChannel(Options(sink) with { Tls = true, User = "ada", Password = "hush-hush" }).SendAsync(Message, default);
        result.Error.ShouldNotBeNull();
        await Belfry.Tests.Jobs.Commands.Eventually.Holds(() => sink.Received.Count == 1, "the sink has the mail");
        sink.Received[0].ShouldNotContain("DATA");
        sink.Received[0].ShouldNotContain("AUTH");
    }

    [Fact]
    public async Task A_silent_receiver_is_left_when_the_time_is_over()
    {
        await using var silent = TcpReceiver.Silent();
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Should.ThrowAsync<OperationCanceledException>(() => new SlackChannel(Url(silent, "/")).SendAsync(Message, limit.Token));
    }

    private static EmailOptions Options(TcpReceiver sink) =>
        new() { Server = "127.0.0.1", Port = sink.Port, From = "belfry@example.com", To = ["ops@example.com"], Tls = false };

    private static Uri Url(TcpReceiver receiver, string path) => new($"http://127.0.0.1:{receiver.Port}{path}");

    private static string Header(string request, string name) =>
        request.Split(Environment.NewLine).Single(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();

    private static JsonElement Body(string request) => JsonElement.Parse(request[request.IndexOf('{', StringComparison.Ordinal)..]);
}
