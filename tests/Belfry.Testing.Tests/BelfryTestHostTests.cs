using Belfry.Hosting;
using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Testing.Tests;

public sealed class BelfryTestHostTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Nothing_runs_before_time_passes()
    {
        await using var test = await Host(belfry => belfry.AddJob("hourly", "0 * * * *", () => { }));
        test.Runs().ShouldBeEmpty();
        await test.AdvanceAsync(TimeSpan.FromMinutes(59.9));
        test.Runs().ShouldBeEmpty();
        await test.AdvanceAsync(TimeSpan.FromMinutes(0.1));
        test.AssertRuns("hourly", Start.AddHours(1));
    }

    [Fact]
    public async Task A_job_class_gets_its_services_and_the_clock()
    {
        await using var test = await Host(belfry => belfry.AddJob<Noting>("noting", job => job.Schedule("30 8 * * *")));
        await test.AdvanceAsync(TimeSpan.FromHours(1));
        Diary(test).ShouldBe(["2026-05-04 08:30:00 noting begins", "2026-05-04 08:40:00 noting ends"]);
        test.Runs("noting").Single().FinishedAt.ShouldBe(Start.AddMinutes(40));
    }

    [Fact]
    public async Task Jobs_of_one_instant_run_in_the_same_order_each_time()
    {
        async Task<List<string>> Course()
        {
            await using var test = await Host(belfry =>
            {
                for (var i = 0; i < 10; i++)
                {
                    belfry.AddJob($"job{i}", "*/10 * * * *", async (Diary diary, JobContext run, TimeProvider time) =>
                    {
                        diary.Note(run);
                        await Task.Yield();
                        await Task.Delay(TimeSpan.FromSeconds(run.Job[3] - '0'), time);
                        diary.Note(run);
                    });
                }
            });
            await test.AdvanceAsync(TimeSpan.FromHours(2));
            return Diary(test);
        }

        var first = await Course();
        first.Count.ShouldBe(240);
        (await Course()).ShouldBe(first);
    }

    [Fact]
    public async Task Retries_wait_by_the_clock()
    {
        await using var test = await Host(belfry => belfry.AddJob(
            "flaky",
            "0 9 * * *",
            (Diary diary, JobContext run) =>
            {
                diary.Note($"attempt {run.Attempt}");
                if (run.Attempt < 3)
                {
                    throw new TimeoutException("not yet");
                }
            },
            job => job.Retry(Retry.Fixed(3, TimeSpan.FromMinutes(10)))));

        await test.AdvanceAsync(TimeSpan.FromHours(2));

        Diary(test).ShouldBe(["2026-05-04 09:00:00 attempt 1", "2026-05-04 09:10:00 attempt 2", "2026-05-04 09:20:00 attempt 3"]);
        test.AssertSucceeded("flaky", 1);
    }

    [Fact]
    public async Task A_retry_sees_the_checkpoint_that_a_failed_attempt_saved_last()
    {
        await using var test = await Host(belfry => belfry.AddJob(
            "import",
            "0 9 * * *",
            (Diary diary, JobContext run) =>
            {
                var done = run.Checkpoint<int>();
                diary.Note($"from {done}");
                run.SaveCheckpoint(done + 10);
                if (run.Attempt < 3)
                {
                    throw new IOException("disk full");
                }
            },
            job => job.Retry(Retry.Immediate(3))));

        await test.AdvanceAsync(TimeSpan.FromHours(2));

        Diary(test).Select(line => line[20..]).ShouldBe(["from 0", "from 10", "from 20"]);
    }

    [Fact]
    public async Task A_job_that_hangs_meets_its_time_out()
    {
        await using var test = await Host(belfry => belfry.AddJob(
            "hanging",
            "0 9 * * *",
            async (CancellationToken stop) => await Task.Delay(Timeout.Infinite, stop),
            job => job.Timeout(TimeSpan.FromMinutes(5))));
        test.Patience = TimeSpan.FromMilliseconds(50);

        await test.AdvanceAsync(TimeSpan.FromHours(2));

        var run = test.Runs("hanging").Single();
        run.State.ShouldBe(RunState.Failed);
        run.Error!.Type.ShouldBe("timeout");
        run.FinishedAt.ShouldBe(Start.AddMinutes(65));
    }

    [Fact]
    public async Task The_clock_stands_still_while_a_job_waits_for_something_else()
    {
        await using var test = await Host(belfry => belfry.AddJob("reading", "0 * * * *", async (Diary diary, TimeProvider time) =>
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), time);
            await Task.Run(() => Thread.Sleep(30), CancellationToken.None);
            patience.Token.ThrowIfCancellationRequested();
            diary.Note("read");
        }));
        test.Patience = TimeSpan.FromSeconds(30);

        await test.AdvanceAsync(TimeSpan.FromHours(3));

        Diary(test).ShouldBe(["2026-05-04 09:00:00 read", "2026-05-04 10:00:00 read", "2026-05-04 11:00:00 read"]);
    }

    [Fact]
    public async Task A_tick_that_meets_a_live_run_is_recorded_with_its_reason()
    {
        await using var test = await Host(belfry => belfry.AddJob(
            "slow", "0 * * * *", (TimeProvider time, CancellationToken stop) => Task.Delay(TimeSpan.FromMinutes(90), time, stop)));

        await test.AdvanceAsync(TimeSpan.FromHours(4));

        test.AssertRuns("slow", Start.AddHours(1), Start.AddHours(3));
        test.Ticks("slow", Start, Start.AddHours(4)).Select(tick => tick.Reason).ShouldBe([null, SkipReason.Overlap, null, SkipReason.Overlap]);
        test.Why("slow", Start.AddHours(2)).Sentence
            .ShouldBe("slow did not run at 2026-05-04T10:00:00Z because of overlap: the run of 2026-05-04 09:00:00Z had not ended.");
    }

    [Fact]
    public async Task Runs_that_queue_behind_each_other_start_as_soon_as_they_can()
    {
        await using var test = await Host(belfry => belfry.AddJob(
            "slow",
            "0 * * * *",
            (TimeProvider time, CancellationToken stop) => Task.Delay(TimeSpan.FromMinutes(90), time, stop),
            job => job.Overlap(OverlapRule.Queue)));

        await test.AdvanceAsync(TimeSpan.FromHours(4));

        test.Runs("slow").Select(run => run.StartedAt - Start).Take(3).ShouldBe(
            [TimeSpan.FromHours(1), TimeSpan.FromHours(2.5), TimeSpan.FromHours(4)]);
    }

    [Fact]
    public async Task What_was_missed_while_no_node_was_up_meets_the_misfire_policy()
    {
        await using var test = await Host(belfry =>
        {
            belfry.AddJob("last", "0 * * * *", (Diary diary, JobContext run) => diary.Note($"for {run.Due:HH:mm}, {run.MissedCount} missed"));
            belfry.AddJob("skip", "0 * * * *", () => { }, job => job.Misfire(MisfireRule.Skip));
        });
        await test.AdvanceAsync(TimeSpan.FromHours(1));
        await test.BeDownAsync(TimeSpan.FromHours(3.5));
        await test.AdvanceAsync(TimeSpan.FromHours(1));

        Diary(test).ShouldBe(
        [
            "2026-05-04 09:00:00 for 09:00, 0 missed", "2026-05-04 12:30:00 for 12:00, 2 missed", "2026-05-04 13:00:00 for 13:00, 0 missed",
        ]);
        test.AssertRuns("skip", Start.AddHours(1), Start.AddHours(5));
        test.Ticks("skip", Start, test.Now).Select(tick => tick.Reason)
            .ShouldBe([null, SkipReason.Misfire, SkipReason.Misfire, SkipReason.Misfire, null]);
    }

    [Fact]
    public async Task A_paused_job_waits_until_the_pause_ends()
    {
        await using var test = await Host(belfry => belfry.AddJob("hourly", "0 * * * *", () => { }));
        await test.Jobs.Pause("hourly", "audit", "ada", Start.AddHours(3), PausedTicks.Skip, CancellationToken.None);

        await test.AdvanceAsync(TimeSpan.FromHours(4));

        test.AssertRuns("hourly", Start.AddHours(3), Start.AddHours(4));
        test.AssertEveryTickRecorded("hourly", Start, test.Now);
        test.Why("hourly", Start.AddHours(2)).Sentence.ShouldBe(
            "hourly did not run at 2026-05-04T10:00:00Z because of a pause: paused by ada since 2026-05-04T08:00:00Z until 2026-05-04T11:00:00Z: audit.");
    }

    [Fact]
    public async Task A_run_can_be_asked_for_without_time_passing()
    {
        await using var test = await Host(belfry => belfry.AddJob(
            "greet", "manual", (JobContext run) => run.Log($"Hello {run.GetArgs<string>()}")));

        var run = await test.RunNow("greet", new RunRequest(Args: System.Text.Json.JsonSerializer.SerializeToElement("Ada")));

        run.State.ShouldBe(RunState.Succeeded);
        run.FinishedAt.ShouldBe(Start);
        test.Output(run.Id).ShouldBe("Hello Ada\n");
    }

    [Fact]
    public async Task A_running_job_can_be_cancelled()
    {
        await using var test = await Host(belfry => belfry.AddJob(
            "slow", "0 * * * *", (TimeProvider time, CancellationToken stop) => Task.Delay(TimeSpan.FromMinutes(50), time, stop)));
        await test.AdvanceAsync(TimeSpan.FromMinutes(70));
        var running = test.Runs("slow").Single();
        running.State.ShouldBe(RunState.Running);

        await test.Jobs.Cancel(running.Id, "enough", CancellationToken.None);
        await test.AdvanceAsync(TimeSpan.Zero);

        test.Run(running.Id)!.State.ShouldBe(RunState.Cancelled);
        test.Run(running.Id)!.FinishedAt.ShouldBe(Start.AddMinutes(70));
    }

    [Fact]
    public async Task A_new_schedule_begins_at_once()
    {
        await using var test = await Host(belfry => belfry.AddJob("job", "0 0 1 1 *", () => { }));
        await test.Jobs.Edit("job", job => job.Definition with { Schedule = "*/15 * * * *" }, null, CancellationToken.None);
        await test.AdvanceAsync(TimeSpan.FromMinutes(30));
        test.AssertRuns("job", Start.AddMinutes(15), Start.AddMinutes(30));
    }

    private static Task<BelfryTestHost> Host(Action<BelfryBuilder> configure) =>
        BelfryTestHost.StartAsync(configure, services => services.AddSingleton<Diary>(), Start);

    private static List<string> Diary(BelfryTestHost test) => test.Services.GetRequiredService<Diary>().Lines;

    private sealed class Noting(Diary diary, TimeProvider time) : IJob
    {
        public async Task RunAsync(JobContext run, CancellationToken cancellation)
        {
            diary.Note("noting begins");
            await Task.Delay(TimeSpan.FromMinutes(10), time, cancellation);
            diary.Note("noting ends");
        }
    }
}
