using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Server.CommandLine;
using Belfry.Server.Hosting;
using Belfry.Storage;

namespace Belfry.Server.Verbs.Nodes;

/// <summary>A run that this process executes, its retries included; its output goes to standard output as it comes.</summary>
internal sealed class ExecutedRun(Invocation call, IStore store, OneRunNode node, Guid id)
{
    private const int PieceBytes = 64 * 1024;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    public async Task<Exit> Run(CancellationToken cancellation)
    {
        while (true)
        {
            await WaitUntil((await Read()).AvailableAt, cancellation);
            bool mine = await ExecuteOnce(cancellation);
            cancellation.ThrowIfCancellationRequested();
            var run = await Read();
            if (mine && run.FinishedAt is not null)
            {
                return End(run);
            }

            // Somebody else was faster, now or between two attempts, or an earlier run of the job is in the way.
            if (!node.MayHaveClaimed(run) && ExecVerb.Elsewhere(run) is { } sentence)
            {
                call.Terminal.Say(sentence);
                return Exit.Done;
            }

            if (!mine)
            {
                await Task.Delay(LookEvery, call.Time, cancellation);
            }
        }
    }

    /// <summary>False when the run could not be claimed.</summary>
    private async Task<bool> ExecuteOnce(CancellationToken cancellation)
    {
        var work = node.Execute(id, cancellation);
        await using var output = Console.OpenStandardOutput();
        long offset = 0;
        for (bool last = false; !last;)
        {
            await Task.WhenAny(work, Task.Delay(LookEvery, call.Time, CancellationToken.None));
            last = work.IsCompleted;
            offset = last && !await work ? offset : await Copy(output, offset);
        }

        return await work;
    }

    private async Task<long> Copy(Stream output, long offset)
    {
        while (await store.Queries.Output(id, null, offset, PieceBytes, CancellationToken.None) is { Bytes.Length: > 0 } piece)
        {
            await output.WriteAsync(piece.Bytes);
            offset = piece.Offset + piece.Bytes.Length;
        }

        await output.FlushAsync();
        return offset;
    }

    private Exit End(RunRecord run)
    {
        string why = run.Error is { } error ? $": {error.Message}" : "";
        call.Terminal.Say($"{run.Job}, tick of {InstantText.Write(run.Due)}: {EnumWords<RunState>.Of(run.State)}{why} (run {run.Id:n})");
        return run.State == RunState.Succeeded ? Exit.Done : Exit.RunFailed;
    }

    private async Task<RunRecord> Read() =>
        await store.Queries.Run(id.ToString("n"), CancellationToken.None)
            ?? throw new Failure(Exit.NotFound, $"the run {id:n} is gone from the store.");

    private async Task WaitUntil(DateTimeOffset instant, CancellationToken cancellation)
    {
        var wait = instant - await store.Now(cancellation);
        if (wait > TimeSpan.Zero)
        {
            call.Terminal.Say($"waits {DurationText.Write(TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds)), DurationForm.Short)} until it may start");
            await Task.Delay(wait, call.Time, cancellation);
        }
    }
}
