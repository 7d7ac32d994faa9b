using System.Text;
using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Sqlite;
using Belfry.Storage;

namespace Belfry.Samples.Tests;

/// <summary>A sample as a user starts it, and its store, which this process shares with it.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private readonly DotnetProgram program;
    private readonly SqliteStore store;
    private readonly JobControl control;

    private SampleProcess(DotnetProgram program, SqliteStore store)
    {
        (this.program, this.store) = (program, store);
        control = new JobControl(store, new Chance(1));
    }

    /// <summary>Starts a sample in a folder of its own; the store is <c>belfry.db</c> there.</summary>
    public static async Task<SampleProcess> Start(string sample, Folder folder, params string[] arguments)
    {
        var store = SqliteStore.Open(folder.File("belfry.db"), TimeProvider.System);
        await store.Migrate(CancellationToken.None);
        return new SampleProcess(DotnetProgram.Start(sample, folder, arguments), store);
    }

    /// <summary>Runs a job now and waits for its end.</summary>
    public async Task<RunRecord> Run(string job) => await End(await Begin(job));

    /// <summary>Makes a run of a job and answers its id.</summary>
    public async Task<Guid> Begin(string job)
    {
        await program.Until(async () => await store.Jobs.Get(job, CancellationToken.None) is not null, $"{job} is not in the store");
        return (await control.RunNow(job, new RunRequest(), CancellationToken.None)).Id;
    }

    /// <summary>Waits for a run of a job that nobody asks for by hand, and for its end.</summary>
    public async Task<RunRecord> Follows(string job)
    {
        RunRecord? run = null;
        await program.Until(
            async () => (await store.Queries.LastRuns([job], CancellationToken.None)).TryGetValue(job, out run),
            $"{job} has not followed");
        return await End(run!.Id);
    }

    /// <summary>Waits for the end of a run.</summary>
    public async Task<RunRecord> End(Guid id)
    {
        RunRecord? run = null;
        await program.Until(
            async () =>
            {
                run = await store.Queries.Run(id.ToString("n"), CancellationToken.None);
                return run?.FinishedAt is not null;
            },
            $"run {id:n} has not ended");
        return run!;
    }

    public async Task<string> OutputOf(RunRecord run) =>
        await store.Queries.Output(run.Id, null, 0, 100_000, CancellationToken.None) is { } text
            ? Encoding.UTF8.GetString(text.Bytes.Span)
            : "";

    /// <summary>Returns when something holds; throws when the sample ends first.</summary>
    public Task Until(Func<Task<bool>> holds, string otherwise) => program.Until(holds, otherwise);

    public Task<int> Stop() => program.Stop();

    public async ValueTask DisposeAsync()
    {
        await program.DisposeAsync();
        await store.DisposeAsync();
    }
}
