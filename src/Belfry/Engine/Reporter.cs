using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>Writes what running attempts have said since the last time: output, progress, checkpoints.</summary>
internal sealed class Reporter(IStore store, Node node) : IService
{
    public string Name => "reporter";

    public async ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation)
    {
        var reports = new List<(Execution Execution, RunReport Report)>();
        foreach (var execution in node.Executions)
        {
            if (!execution.Ending && execution.Cause != StopCause.LeaseLost
                && execution.Journal.TakeNews(execution.Run.Id, execution.Run.Token, execution.Node) is { } report)
            {
                reports.Add((execution, report));
            }
        }

        if (reports.Count > 0)
        {
            await Write(reports, cancellation);
        }

        return node.Options.ReportEvery;
    }

    private async Task Write(List<(Execution Execution, RunReport Report)> reports, CancellationToken cancellation)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var (execution, _) in reports)
        {
            execution.Reporting = written.Task;
        }

        try
        {
            var held = await store.Runs.Report([.. reports.Select(item => item.Report)], cancellation);
            for (var i = 0; i < held.Count; i++)
            {
                if (!held[i])
                {
                    reports[i].Execution.End(StopCause.LeaseLost, "the store refused its report");
                }
            }
        }
        catch (StoreException)
        {
            foreach (var (execution, report) in reports)
            {
                execution.Journal.PutBack(report);
            }

            throw;
        }
        finally
        {
            written.SetResult();
        }
    }
}
