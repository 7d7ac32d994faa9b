using System.Net;
using Belfry.Jobs;
using Belfry.Server.Drill.Checks;

namespace Belfry.Server.Drill.Nodes;

/// <summary>
/// The job of a drill: changes something at the beginning and at the end of its work, each time with its token, and writes down
/// for itself what it did.
/// </summary>
internal sealed class DrillWork(WorkLog log, EffectTarget target)
{
    /// <summary>Nodes that are not the drill's know no such handler, and leave its runs alone.</summary>
    public const string Handler = "belfry-drill";

    // The pool makes about two more threads a second: it stands still for several times as long as each of these sleeps.
    private const int Sleepers = 50;

    /// <param name="Milliseconds">How long it works.</param>
    /// <param name="Do">Something worse than working.</param>
    internal sealed record Order(int Milliseconds, string? Do = null, string? Key = null);

    public async Task Run(JobContext run, CancellationToken cancellation)
    {
        log.Start(run);
        var outcome = ExecutionEnd.Stopped;
        try
        {
            var order = run.GetArgs<Order>() ?? new Order(Length(run.RunId));
            await target.Change(run);
            await Do(order, cancellation);
            await target.Change(run);
            outcome = ExecutionEnd.Done;
        }
        catch (StaleTokenException)
        {
            outcome = ExecutionEnd.Refused;
            throw;
        }
        finally
        {
            log.End(run, outcome);
        }
    }

    // 0 to 400 ms, and one of ten 6 s: the same for each attempt of a run.
    private static int Length(Guid run)
    {
        int draw = BitConverter.ToUInt16(run.ToByteArray(), 10);
        return draw % 10 == 0 ? 6_000 : draw % 400;
    }

    private static async Task Do(Order order, CancellationToken cancellation)
    {
        switch (order.Do)
        {
            case "die":
                // No unwinding, no farewell: as a crash in native code would.
                Environment.FailFast("the drill asked for it");
                break;
            case "starve":
                for (int i = 0; i < Sleepers; i++)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(_ => Thread.Sleep(order.Milliseconds), null);
                }

                break;
            default:
                await Task.Delay(order.Milliseconds, cancellation);
                break;
        }
    }
}

/// <summary>The target has seen a higher token for this run.</summary>
internal sealed class StaleTokenException() : Exception("the target refused the token: somebody else holds the run");

/// <summary>What the jobs of a drill change: one address that checks tokens.</summary>
internal sealed class EffectTarget(HttpClient http, Uri address, string process)
{
    public async Task Change(JobContext run)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Add("Idempotency-Key", run.RunId.ToString("n"));
        request.Headers.Add("X-Belfry-Fencing-Token", $"{run.FencingToken}");
        request.Headers.Add("X-Process", process);

        // Not cancelled: whoever has lost its lease without knowing gets this far, and the target must cope with it.
        using var answer = await http.SendAsync(request, CancellationToken.None);
        if (answer.StatusCode == HttpStatusCode.Conflict)
        {
            throw new StaleTokenException();
        }

        answer.EnsureSuccessStatusCode();
    }
}
