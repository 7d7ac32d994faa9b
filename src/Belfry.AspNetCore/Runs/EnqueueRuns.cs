using System.Text.Json;
using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Runs;

/// <summary>
/// <c>POST /runs</c> with one <c>{job, args?, at?, uniqueKey?}</c>, or a list of them. A list is one transaction, and answers in
/// its order; when one of its jobs does not exist nothing is enqueued.
/// </summary>
internal static class EnqueueRuns
{
    private const int MaxRuns = 1_000;

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var body = await JsonBody.Read(call.Http.Request);
        var wishes = body.ValueKind == JsonValueKind.Array ? ReadAll(body) : [JsonBody.Fields(body, "", Read)];
        wishes = [.. wishes.Select((wish, i) => (wish.Job, wish.Request with
        {
            Id = IdempotencyKey.RunId(call.Http.Request, wish.Job, i),
            Trigger = RunTrigger.Api,
            By = wish.Request.By is { } reason ? $"{call.By}: {reason}" : call.By,
        }))];
        await CheckJobs(call, wishes.Select(wish => wish.Job));
        var runs = await Enqueue(call, wishes);
        return body.ValueKind == JsonValueKind.Array
            ? ApiJson.Result(new Page<EnqueuedRun>(runs, null), StatusCodes.Status201Created)
            : ApiJson.Result(runs[0], StatusCodes.Status201Created);
    }

    private static async Task<List<EnqueuedRun>> Enqueue(ApiCall call, IReadOnlyList<(string Job, RunRequest Request)> wishes)
    {
        var results = await call.Control.Enqueue(wishes, call.Cancellation);
        var runs = new List<EnqueuedRun>();
        foreach (var ((job, request), result) in wishes.Zip(results))
        {
            // The job can have been deleted since it was looked up.
            var there = result ?? throw new JobNotFoundException($"There is no job named '{JsonReading.Short(job)}'.");
            await RepeatedRequest.Check(call, job, request, there);
            runs.Add(new EnqueuedRun(there.Id.ToString("n"), there.Inserted));
        }

        return runs;
    }

    private static IReadOnlyList<(string Job, RunRequest Request)> ReadAll(JsonElement list)
    {
        if (list.GetArrayLength() is 0 or > MaxRuns)
        {
            throw new RequestRefused(400, $"The list must have 1 to {MaxRuns:N0} runs.");
        }

        return [.. list.EnumerateArray().Select((item, i) => JsonBody.Fields(item, $"[{i}]", Read))];
    }

    private static (string Job, RunRequest Request) Read(JsonFields fields, JsonReading reading)
    {
        if (!fields.Has("job"))
        {
            reading.Wrong(fields.At("job"), "is missing; name the job to run.");
        }

        return (fields.Text("job") ?? "", RunBody.Read(fields, reading));
    }

    private static async Task CheckJobs(ApiCall call, IEnumerable<string> jobs)
    {
        foreach (string job in jobs.Distinct())
        {
            if (await call.Store.Jobs.Get(job, call.Cancellation) is null)
            {
                throw new JobNotFoundException($"There is no job named '{JsonReading.Short(job)}'; nothing was enqueued.");
            }
        }
    }
}
