using Belfry.Jobs;

namespace Etl;

/// <summary>Deletes the folders of days that lie further back than the arguments say.</summary>
internal sealed class CleanUp(Folders folders) : IJob
{
    private const int DefaultDays = 30;

    public Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var keep = run.GetArgs<Arguments>()?.Days ?? DefaultDays;
        var oldest = DateOnly.FromDateTime(run.Due.UtcDateTime).AddDays(-keep);
        foreach (var (day, path) in folders.Days().Where(found => found.Day < oldest).ToList())
        {
            run.Heartbeat();
            if (!run.DryRun)
            {
                Directory.Delete(path, recursive: true);
            }

            run.Log($"{day:O} {(run.DryRun ? "would be" : "is")} deleted.");
        }

        return Task.CompletedTask;
    }

    private sealed record Arguments(int? Days);
}
