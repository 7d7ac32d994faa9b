using Belfry.Conformance;
using Belfry.Jobs;
using Belfry.Postgres;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Storage.Tests.Postgres;

/// <summary>Jobs that follow others where many transactions are under way, and where some never come.</summary>
public sealed class SimultaneousChainsTests : DependencySteps<PostgresDirect>
{
    private const string HeardSql =
        """
        insert into belfry.follow (job, due, last_due, upstream, count, state, heard_at, fresh)
        select 'load', due, due, 'extract', 1, 'succeeded', belfry.now(), true from unnest($1) as tick (due)
        """;

    [Fact]
    public async Task What_was_heard_and_nobody_decided_is_decided_by_the_next_sweep()
    {
        await Create("extract");
        await Follow("load", "extract");

        // As the end of a run leaves it, when its process dies before the next transaction.
        var database = ((PostgresStore)Store).Database;
        await database.Write(session => session.Execute(HeardSql, Parameters.Instants([Start])), None);
        (await Outcomes("load")).ShouldBeEmpty();
        await Rescue();
        (await Outcomes("load")).ShouldBe(["12:00 run queued"]);
    }

    [Fact]
    public async Task Upstream_jobs_that_end_at_once_make_one_run()
    {
        string[] upstream = [.. Enumerable.Range(0, 6).Select(i => $"up{i}")];
        foreach (string name in upstream)
        {
            await Create(name);
        }

        await Follow("down", upstream);
        var node = await StartNode();
        for (int tick = 0; tick < 10; tick++)
        {
            foreach (string name in upstream)
            {
                await FireRun(name);
            }

            var runs = (await TryClaim(node, 10, ahead: 3_600)).Runs.Where(run => run.Definition.Name != "down").ToList();
            runs.Count.ShouldBe(upstream.Length);
            var ends = await Task.WhenAll(runs.Select(run => End(run, node)));
            await Task.WhenAll(ends.Select(end => Store.Runs.Finish([end], None).AsTask()));
        }

        (await Ticks("down")).Count(tick => tick.Run is not null).ShouldBe(10);
        (await Waiting("down")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_saves_at_once_cannot_make_a_circle()
    {
        for (int round = 0; round < 10; round++)
        {
            var (a, b) = (await Create($"a{round}"), await Create($"b{round}"));
            var saves = await Task.WhenAll(Refused(a, b.Name), Refused(b, a.Name));
            saves.Count(refused => refused).ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_job_that_is_edited_while_it_is_waited_for_leaves_nothing_waiting()
    {
        for (int round = 0; round < 10; round++)
        {
            await Create($"a{round}");
            await Create($"b{round}");
            await Follow($"c{round}", $"a{round}", $"b{round}");
            var run = await FireRun($"a{round}");
            var node = await StartNode();
            var claimed = (await TryClaim(node, only: run)).Runs.ShouldHaveSingleItem();
            var end = await End(claimed, node);
            var b = await Get($"b{round}");
            await Task.WhenAll(
                Store.Runs.Finish([end], None).AsTask(),
                Store.Jobs.Save(new JobChange(b, b.Definition with { Schedule = "manual" }, null, null, null, []), None).AsTask());
            (await Waiting($"c{round}")).ShouldBeEmpty();
            (await Ticks($"c{round}")).ShouldHaveSingleItem().Skipped.ShouldNotBeNull().Reason.ShouldBe(SkipReason.DependencyFailed);
        }
    }

    private async Task<bool> Refused(JobRecord job, string upstream)
    {
        try
        {
            await Store.Jobs.Save(new JobChange(job, job.Definition with { Schedule = $"after {upstream}" }, null, null, null, []), None);
            return false;
        }
        catch (JobInvalidException)
        {
            return true;
        }
    }
}
