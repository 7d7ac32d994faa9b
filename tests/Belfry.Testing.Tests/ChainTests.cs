using Belfry.Hosting;
using Belfry.Jobs;
using Belfry.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Testing.Tests;

public sealed class ChainTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_chain_runs_link_by_link_for_one_tick()
    {
        // Declared the wrong way round: they are stored in the order in which they follow.
        await using var test = await Host(belfry => belfry
            .AddJob("report", "manual", (Diary diary, JobContext run) => diary.Note($"report for {run.Due:HH:mm}"), job => job.After("load", "rates"))
            .AddJob("load", "manual", (Diary diary, JobContext run) => diary.Note($"load for {run.Due:HH:mm}"), job => job.After("extract"))
            .AddJob("rates", "0 9 * * *", async (Diary diary, TimeProvider time) =>
            {
                await Task.Delay(TimeSpan.FromMinutes(40), time);
                diary.Note("rates");
            })
            .AddJob("extract", "0 9 * * *", async (Diary diary, TimeProvider time) =>
            {
                await Task.Delay(TimeSpan.FromMinutes(10), time);
                diary.Note("extract");
            }));

        await test.AdvanceAsync(TimeSpan.FromHours(3));

        Diary(test).ShouldBe(
        [
            "2026-05-04 09:10:00 extract", "2026-05-04 09:10:00 load for 09:00", "2026-05-04 09:40:00 rates", "2026-05-04 09:40:00 report for 09:00",
        ]);
    }

    [Fact]
    public async Task A_run_waits_for_the_runs_it_asked_for_without_holding_a_slot()
    {
        await using var test = await Host(belfry => belfry
            .AddJob("part", "manual", async (Diary diary, JobContext run, TimeProvider time) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(20 * run.GetArgs<int>()), time);
                diary.Note($"part {run.GetArgs<int>()}");
            }, job => job.Overlap(OverlapRule.Allow))
            .AddJob("whole", "0 9 * * *", async (Diary diary, JobContext run) =>
            {
                var batch = await run.EnqueueAsync([new ChildRun("part", 1), new ChildRun("part", 2), new ChildRun("part", 3, Key: "last")]);
                var parts = await run.EndedAsync(batch);
                diary.Note($"whole of {parts.Count(part => part.State == RunState.Succeeded)}, attempt {run.Attempt}");
            }));

        await test.AdvanceAsync(TimeSpan.FromHours(3));

        Diary(test).Select(line => line[20..]).ShouldBe(["part 1", "part 2", "part 3", "whole of 3, attempt 1"]);
        var whole = test.Runs("whole").ShouldHaveSingleItem();
        whole.State.ShouldBe(RunState.Succeeded);
        whole.Snoozes.ShouldBeGreaterThan(3);
        (whole.FinishedAt!.Value - Start.AddHours(1)).ShouldBeInRange(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(76));
        test.Runs("part").ShouldAllBe(part => part.Parent == whole.Id && part.By == "whole");
    }

    [Fact]
    public async Task A_second_attempt_gets_the_runs_of_the_first()
    {
        await using var test = await Host(belfry => belfry
            .AddJob("part", "manual", () => { }, job => job.Overlap(OverlapRule.Allow))
            .AddJob("whole", "0 9 * * *", async (JobContext run) =>
            {
                var batch = await run.EnqueueAsync([new ChildRun("part"), new ChildRun("part")]);
                if (run.Attempt == 1)
                {
                    throw new IOException("after asking");
                }

                await run.EndedAsync(batch);
            }, job => job.Retry(Policies.Retry.Fixed(2, TimeSpan.FromMinutes(1)))));
        await test.AdvanceAsync(TimeSpan.FromHours(2));
        test.Runs("part").Count.ShouldBe(2);
        test.AssertSucceeded("whole", 1);
    }

    [Fact]
    public async Task An_unknown_job_in_a_batch_fails_the_attempt_that_asked()
    {
        await using var test = await Host(belfry => belfry.AddJob(
            "whole", "0 9 * * *", async (JobContext run) => { await run.EnqueueAsync([new ChildRun("part")]); }));
        await test.AdvanceAsync(TimeSpan.FromHours(2));
        test.Runs("whole").ShouldHaveSingleItem().Error!.Message.ShouldStartWith("There is no job named 'part'");
    }

    private static Task<BelfryTestHost> Host(Action<BelfryBuilder> configure) =>
        BelfryTestHost.StartAsync(configure, services => services.AddSingleton<Diary>(), Start);

    private static List<string> Diary(BelfryTestHost test) => [.. test.Services.GetRequiredService<Diary>().Lines];
}
