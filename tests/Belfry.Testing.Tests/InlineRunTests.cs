using Belfry.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Testing.Tests;

public sealed class InlineRunTests
{
    [Fact]
    public async Task A_job_class_runs_with_its_services_and_tells_what_it_said()
    {
        var run = await InlineRun.OfAsync<Import>(services => services.AddSingleton(new Source(["a", "b"])));
        run.Succeeded.ShouldBeTrue();
        run.Log.ShouldBe(["row a", "row b"]);
        run.Progress.ShouldBe(1);
        run.ProgressText.ShouldBe("2 of 2");
        run.Checkpoint<int>().ShouldBe(2);
    }

    [Fact]
    public async Task A_job_goes_on_from_a_checkpoint()
    {
        var run = await InlineRun.OfAsync(
            new Import(new Source(["a", "b", "c"])), new InlineRunOptions { Checkpoint = 2, Attempt = 2, MaxAttempts = 3 });
        run.Log.ShouldBe(["row c"]);
        run.Context.Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task A_failure_is_kept_beside_what_was_logged_before_it()
    {
        var run = await InlineRun.OfAsync(new Import(new Source(["a", "!"])));
        run.Succeeded.ShouldBeFalse();
        run.Error.ShouldBeOfType<FormatException>();
        run.Log.ShouldBe(["row a"]);
        Should.Throw<FormatException>(run.EnsureSucceeded);
    }

    [Fact]
    public async Task A_delegate_gets_arguments_and_the_tick()
    {
        var due = new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero);
        var run = await InlineRun.OfAsync(
            (JobContext context) => context.Log($"{context.GetArgs<Window>()!.Days} days to {context.Due:yyyy-MM-dd}"),
            options: new InlineRunOptions { Args = new Window(7), Due = due });
        run.Log.ShouldBe(["7 days to 2026-03-29"]);
    }

    [Fact]
    public async Task A_job_that_says_nothing_leaves_nothing()
    {
        var run = await InlineRun.OfAsync(() => { });
        run.Log.ShouldBeEmpty();
        run.Progress.ShouldBeNull();
        run.Checkpoint<string>().ShouldBeNull();
        run.EnsureSucceeded().ShouldBeSameAs(run);
    }

    [Fact]
    public async Task A_cancel_reaches_the_job()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var run = await InlineRun.OfAsync((JobContext context) => context.Heartbeat(), cancellation: stop.Token);
        run.Error.ShouldBeAssignableTo<OperationCanceledException>();
    }

    private sealed record Window(int Days);

    private sealed record Source(IReadOnlyList<string> Rows);

    private sealed class Import(Source source) : IJob
    {
        public Task RunAsync(JobContext run, CancellationToken cancellation)
        {
            for (var i = run.Checkpoint<int>(); i < source.Rows.Count; i++)
            {
                if (source.Rows[i] == "!")
                {
                    throw new FormatException("not a row");
                }

                run.Log($"row {source.Rows[i]}");
                run.SaveCheckpoint(i + 1);
                run.Progress((i + 1.0) / source.Rows.Count, $"{i + 1} of {source.Rows.Count}");
            }

            return Task.CompletedTask;
        }
    }
}
