using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Belfry.Server.Drill.Checks;
using Belfry.Server.Drill.Nodes;

namespace Belfry.Server.Drill.Load;

/// <summary>
/// Calls the API of whichever node, as a user behind a load balancer does, and writes down each call and its answer. When no
/// answer comes, half of the time it tries again elsewhere under the same key.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class Driver : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CallEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan EditEvery = TimeSpan.FromMilliseconds(20);

    private readonly IReadOnlyList<Place> places;
    private readonly DrillClock clock;
    private readonly Chance chance;
    private readonly HttpClient http;
    private readonly Lock gate = new();
    private readonly List<ApiCall> calls = [];
    private int keys;

    public Driver(IReadOnlyList<Place> places, string key, DrillClock clock, Chance chance)
    {
        (this.places, this.clock, this.chance) = (places, clock, chance);
        http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2), PooledConnectionLifetime = TimeSpan.FromSeconds(5) })
        {
            Timeout = AnswerWithin,
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public IReadOnlyList<ApiCall> Calls
    {
        get
        {
            lock (gate)
            {
                return [.. calls];
            }
        }
    }

    /// <summary>Asks for runs until told to end, and waits for the last answers.</summary>
    public Task Enqueue(CancellationToken stop) => Each(CallEvery, Ask, stop);

    /// <summary>Edits, pauses and resumes jobs until told to end; then resumes them all.</summary>
    public async Task Edit(IReadOnlyList<string> jobs, CancellationToken stop)
    {
        await Each(EditEvery, () => EditOne(jobs[chance.Next(jobs.Count)]), stop);
        foreach (string job in jobs)
        {
            while (await Call("resume", job, job, HttpMethod.Post, $"/jobs/{Escaped(job)}/resume", null) != CallOutcome.Acknowledged)
            {
                await Task.Delay(CallEvery, CancellationToken.None);
            }
        }
    }

    /// <summary>Has a run do something worse than working. Asks until the answer comes, so that it happens.</summary>
    public async Task Order(string what, TimeSpan length)
    {
        string key = NextKey();
        var args = new JsonObject { ["milliseconds"] = (int)length.TotalMilliseconds, ["do"] = what, ["key"] = key };
        var began = clock.Now;
        while (await Enqueue(DrillOptions.Odd, key, args) == CallOutcome.Unknown && clock.Now - began < Patience.Bound)
        {
            await Task.Delay(CallEvery);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task Ask()
    {
        string key = NextKey();
        var args = new JsonObject { ["milliseconds"] = chance.Next(400), ["key"] = key };
        while (await Enqueue(DrillOptions.Asked, key, args) == CallOutcome.Unknown && chance.Next(2) == 0)
        {
        }
    }

    private Task<CallOutcome> Enqueue(string job, string key, JsonObject args) => Call(
        CallChecks.Enqueue, job, key, HttpMethod.Post, $"/jobs/{Escaped(job)}/runs", new JsonObject { ["args"] = args.DeepClone() }.ToJsonString());

    private Task EditOne(string job) => chance.Next(4) switch
    {
        0 => Call("pause", job, job, HttpMethod.Post, $"/jobs/{Escaped(job)}/pause", """{"reason":"drill"}"""),
        1 => Call("resume", job, job, HttpMethod.Post, $"/jobs/{Escaped(job)}/resume", null),
        _ => Call("edit", job, job, HttpMethod.Patch, $"/jobs/{Escaped(job)}", $$"""{"description":"edit {{chance.Next(1_000_000)}}"}"""),
    };

    private async Task<CallOutcome> Call(string kind, string job, string key, HttpMethod method, string path, string? body)
    {
        var sent = clock.Now;
        using var request = new HttpRequestMessage(method, new Uri(places[chance.Next(places.Count)].Node.Address, "/api/v1" + path));
        if (body is not null)
        {
            request.Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        }

        if (kind == CallChecks.Enqueue)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        int status = 0;
        try
        {
            using var answer = await http.SendAsync(request);
            status = (int)answer.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
        {
            // The connection or the process died: the wish may have been granted.
        }

        var outcome = status switch
        {
            >= 200 and < 300 => CallOutcome.Acknowledged,
            0 or >= 500 => CallOutcome.Unknown,
            _ => CallOutcome.Refused,
        };
        lock (gate)
        {
            calls.Add(new ApiCall(kind, job, key, sent, clock.Now, outcome, status));
        }

        return outcome;
    }

    private async Task Each(TimeSpan every, Func<Task> call, CancellationToken stop)
    {
        var mine = new List<Task>();
        using var timer = new PeriodicTimer(every);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                mine.RemoveAll(task => task.IsCompleted);
                mine.Add(call());
            }
        }
        catch (OperationCanceledException)
        {
            // The end that was asked for.
        }

        await Task.WhenAll(mine);
    }

    private string NextKey() => $"asked-{Interlocked.Increment(ref keys)}";

    private static string Escaped(string job) => Uri.EscapeDataString(job);
}
