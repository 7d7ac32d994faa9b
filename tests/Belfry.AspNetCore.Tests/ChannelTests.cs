using System.Net;
using Belfry.Notifications;

namespace Belfry.AspNetCore.Tests;

/// <summary>Channels over REST, and a job whose failure reaches one.</summary>
public sealed class ChannelTests
{
    [Fact]
    public async Task A_failure_reaches_the_channel_and_the_list_counts_it()
    {
        var channel = new Recorder();
        await using var server = await ApiServer.Start(configure: belfry => belfry
            .AddChannel("ops", channel, new ChannelTimes { Wait = TimeSpan.Zero })
            .AddJob("report", "manual", Task () => throw new InvalidOperationException("no table"), job => job.Notify(["ops"])));
        await server.Client.Ask("POST", "/api/v1/jobs/report/runs");
        var message = await channel.First.WaitAsync(TimeSpan.FromSeconds(30));
        message.Digest.Title.ShouldBe("report failed: System.InvalidOperationException: no table");
        await Eventually(async () => (await List(server)).GetProperty("delivered").GetInt64() == 1);
        (await List(server)).GetProperty("kind").GetString().ShouldBe("recorder");
    }

    [Fact]
    public async Task A_test_says_whether_the_channel_took_it()
    {
        var channel = new Recorder();
        await using var server = await ApiServer.Start(configure: belfry => belfry.AddChannel("ops", channel));
        (await server.Client.Ask("POST", "/api/v1/channels/ops/test")).Json.GetProperty("delivered").GetBoolean().ShouldBeTrue();
        channel.Answer = new SendResult("example.com answered 404 Not Found");
        var refused = (await server.Client.Ask("POST", "/api/v1/channels/ops/test")).Json;
        refused.GetProperty("delivered").GetBoolean().ShouldBeFalse();
        refused.GetProperty("error").GetString().ShouldBe("example.com answered 404 Not Found");
    }

    [Fact]
    public async Task An_unknown_channel_is_named_with_the_known_ones()
    {
        await using var server = await ApiServer.Start(configure: belfry => belfry.AddChannel("ops-slack", new Recorder()).AddChannel("mail", new Recorder()));
        var answer = await server.Client.Ask("POST", "/api/v1/channels/ops-slak/test");
        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.Json.GetProperty("detail").GetString().ShouldBe("There is no channel 'ops-slak'; there is mail, ops-slack. Did you mean ops-slack?");
        var job = await server.Client.Ask(
            "POST", "/api/v1/jobs", """{"name":"a","schedule":"manual","run":{"command":["true"]},"notify":{"to":["ops-slak"]}}""");
        job.Status.ShouldBe(HttpStatusCode.BadRequest);
        job.Json.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("notify.to[0]: names the channel 'ops-slak', which is not set up here; there is mail, ops-slack.");
    }

    private static async Task<System.Text.Json.JsonElement> List(ApiServer server) =>
        (await server.Client.Ask("GET", "/api/v1/channels")).Json.GetProperty("items")[0];

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private sealed class Recorder : IChannel
    {
        private readonly TaskCompletionSource<ChannelMessage> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ChannelMessage> First => first.Task;

        public SendResult Answer { get; set; } = SendResult.Delivered;

        public string Kind => "recorder";

        public Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellation)
        {
            first.TrySetResult(message);
            return Task.FromResult(Answer);
        }
    }
}
