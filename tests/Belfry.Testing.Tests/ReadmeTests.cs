using Belfry.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Testing.Tests;

/// <summary>What the page beside the package prints compiles and holds.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task The_report_keeps_its_hour_when_the_clocks_change()
    {
        await using var test = await BelfryTestHost.StartAsync(
            belfry => belfry.AddJob<NightlyReport>("report", job => job.Schedule("daily at 08:00 in Europe/Berlin")),
            services => services.AddSingleton<IMailer, FakeMailer>(),
            start: new DateTimeOffset(2026, 3, 28, 0, 0, 0, TimeSpan.Zero));

        await test.AdvanceAsync(TimeSpan.FromDays(2));

        test.AssertRuns(
            "report",
            new DateTimeOffset(2026, 3, 28, 7, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2026, 3, 29, 6, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task One_job_runs_inline()
    {
        var run = await InlineRun.OfAsync(new Import(60), new InlineRunOptions { Args = new { Region = "berlin" }, Attempt = 2 });

        run.EnsureSucceeded();
        Assert.Equal(["60 rows"], run.Log);
        Assert.Equal(1.0, run.Progress);
        Assert.Equal(60, run.Checkpoint<int>());
    }

    private interface IMailer
    {
        void Send(string text);
    }

    private sealed class FakeMailer : IMailer
    {
        public void Send(string text)
        {
        }
    }

    private sealed class NightlyReport(IMailer mailer) : IJob
    {
        public Task RunAsync(JobContext run, CancellationToken cancellation)
        {
            mailer.Send($"Report of {run.Due:O}");
            return Task.CompletedTask;
        }
    }

    private sealed class Import(int rows) : IJob
    {
        public Task RunAsync(JobContext run, CancellationToken cancellation)
        {
            run.Log($"{rows} rows");
            run.SaveCheckpoint(rows);
            run.Progress(1);
            return Task.CompletedTask;
        }
    }
}
