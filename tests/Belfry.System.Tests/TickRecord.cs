using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Belfry.System.Tests;

/// <summary>The record of a job that is due each second, as a server tells it.</summary>
internal static class TickRecord
{
    public static async Task<List<JsonElement>> Ticks(this RunningServer server, string job, DateTimeOffset from, DateTimeOffset to)
    {
        var answer = await server.Get($"/jobs/{Uri.EscapeDataString(job)}/ticks?from={Text(from)}&to={Text(to)}&limit=1000");
        return [.. answer.GetProperty("items").EnumerateArray()];
    }

    /// <summary>Whether a run of the job for a later instant has succeeded.</summary>
    public static async Task<bool> RanAfter(this RunningServer server, string job, DateTimeOffset instant)
    {
        try
        {
            var runs = await server.Get($"/runs?job={Uri.EscapeDataString(job)}&state=succeeded&limit=1");
            return runs.GetProperty("items").EnumerateArray().Any(run => run.GetProperty("due").GetDateTimeOffset() > instant);
        }
        catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            return false;
        }
    }

    /// <summary>Requires one recorded outcome for each second from one instant to another, both included.</summary>
    public static async Task ShouldHaveEachSecond(this RunningServer server, string job, DateTimeOffset from, DateTimeOffset to)
    {
        var ticks = await server.Ticks(job, from, to);
        ticks.Select(tick => tick.GetProperty("due").GetString()).ShouldBe(Seconds(from, to), job);
        ticks.Select(tick => tick.GetProperty("outcome").GetString()).Distinct().ShouldBeSubsetOf(["run", "skipped"], job);
    }

    public static IEnumerable<string> Seconds(DateTimeOffset from, DateTimeOffset to)
    {
        for (var second = from; second <= to; second = second.AddSeconds(1))
        {
            yield return Text(second);
        }
    }

    public static DateTimeOffset WholeSecond(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());

    public static string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
