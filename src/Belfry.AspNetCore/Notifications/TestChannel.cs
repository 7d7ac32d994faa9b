using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Notifications;
using Belfry.Policies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Belfry.AspNetCore.Notifications;

/// <summary>
/// <c>POST /channels/{name}/test</c>: sends a message right now, from this server, and answers whether it was taken. Nothing else
/// waits for it or goes with it.
/// </summary>
internal static class TestChannel
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private sealed record Result(string Channel, bool Delivered, string? Error);

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        string name = JobAddress.Segment(call.Http.Request);
        var channels = call.Service<ChannelSet>();
        if (channels.Find(name) is not { } channel)
        {
            string[] known = [.. channels.All.Select(other => other.Name).Order(StringComparer.Ordinal)];
            return Problem.Of(404, known.Length == 0
                ? $"There is no channel '{JsonReading.Short(name)}': this server has none. Add it under channels in belfry.yaml."
                : $"There is no channel '{JsonReading.Short(name)}'; there is {string.Join(", ", known)}.{JsonReading.Meant(name, known)}");
        }

        var result = await Send(call, channel);
        call.Record("tested", $"channel {name}", null);
        return ApiJson.Ok(new Result(name, result.Error is null, result.Error));
    }

    private static async Task<SendResult> Send(ApiCall call, NamedChannel channel)
    {
        var now = await call.Now();
        var notice = new Notice("belfry", NoticeKind.Test, now, $"{call.By} tries whether messages to {channel.Name} arrive; this one did");
        var message = new ChannelMessage(Guid.NewGuid(), channel.Name, now, Digest.Empty.Add(notice));
        using var limit = new CancellationTokenSource(Longest, call.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, call.Cancellation);
        try
        {
            return await channel.Channel.SendAsync(message, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new SendResult($"no answer within {Durations.Text(Longest)}");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new SendResult(exception.Message);
        }
    }
}
