using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Server.JobFiles;
using Belfry.Testing;
using Etl;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Samples.Tests;

/// <summary>The jobs of the file in virtual time.</summary>
public sealed class EtlTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 27, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Four_days_of_the_job_file_over_the_offset_change_of_berlin()
    {
        using var folder = new Folder();
        await using var test = await Host(folder);

        await test.AdvanceAsync(TimeSpan.FromDays(4));

        test.AssertSucceeded("etl/extract", 4);
        test.AssertSucceeded("etl/transform", 4);
        test.AssertSucceeded("etl/load", 4);
        test.AssertRuns("etl/summary", Hours(1, 25, 49, 73));
        test.AssertRuns("reports/berlin", Hours(7, 31, 54, 78));
        test.AssertRuns("reports/new-york", Hours(12, 36, 60, 84));
        test.AssertRuns("reports/tokyo", Hours(23, 47, 71, 95));
        test.AssertRuns("clean-up", Hours(51.5));
        test.Runs().ShouldAllBe(run => run.State == RunState.Succeeded);
    }

    [Fact]
    public async Task A_row_that_is_no_order_is_left_out_and_named()
    {
        using var folder = new Folder();
        await using var test = await Host(folder);
        await test.AdvanceAsync(TimeSpan.FromHours(2));
        var output = test.Output(test.Runs("etl/transform").Single().Id);
        output.ShouldContain("Left out: '20260326-0097,berlin,EUR' is no order");
        output.ShouldContain("60 of 62 orders of 2026-03-26.");
    }

    [Fact]
    public async Task A_night_whose_extract_failed_goes_on_when_it_is_repeated()
    {
        using var folder = new Folder();
        await using var test = await Host(folder);
        string extracted = new Folders(folder.Path).Extracted(DateOnly.FromDateTime(Midnight.UtcDateTime).AddDays(-1));
        Directory.CreateDirectory(extracted);

        await test.AdvanceAsync(TimeSpan.FromHours(3));

        var failed = test.Runs("etl/extract").Single();
        failed.State.ShouldBe(RunState.Dead);
        test.Runs("etl/transform").ShouldBeEmpty();

        Directory.Delete(extracted);
        await test.Jobs.Retry(failed.Id, "a test", CancellationToken.None);
        await test.AdvanceAsync(TimeSpan.FromMinutes(1));

        foreach (var step in new[] { "etl/transform", "etl/check", "etl/load", "etl/summary" })
        {
            test.AssertRuns(step, Hours(1));
            test.AssertSucceeded(step, 1);
        }
    }

    [Fact]
    public async Task A_bad_export_is_loaded_but_not_summed_up()
    {
        using var folder = new Folder();
        await using var test = await Host(folder);
        await test.Jobs.Edit("etl/check", job => job.Definition with { Run = new JobAction.Handler("regional-report") }, null, CancellationToken.None);

        await test.AdvanceAsync(TimeSpan.FromHours(2));

        test.AssertSucceeded("etl/load", 1);
        test.Runs("etl/summary").ShouldBeEmpty();
        var why = await test.Services.GetRequiredService<Why>().Explain("etl/summary", Midnight.AddHours(1), CancellationToken.None);
        (why.Outcome, why.Reason).ShouldBe(("skipped", "dependency-failed"));
        why.Sentence.ShouldContain("etl/check");
    }

    [Fact]
    public async Task Nights_without_a_worker_are_made_up_for_in_order()
    {
        using var folder = new Folder();
        await using var test = await Host(folder);
        await test.BeDownAsync(TimeSpan.FromDays(3.5));
        await test.AdvanceAsync(TimeSpan.FromHours(1));
        foreach (var step in new[] { "etl/extract", "etl/transform", "etl/check", "etl/load", "etl/summary" })
        {
            test.AssertSucceeded(step, 4);
        }

        test.AssertRuns("reports/tokyo", Hours(71));
    }

    private static async Task<BelfryTestHost> Host(Folder folder)
    {
        var test = await BelfryTestHost.StartAsync(
            belfry => belfry.AddEtlHandlers(),
            services => services.AddSingleton(new Folders(folder.Path)).AddSingleton<Warehouse>(),
            Midnight);
        foreach (var job in JobFileSet.Read([Path.Combine(AppContext.BaseDirectory, "jobs.yaml")]))
        {
            await test.Jobs.Create(job.Definition, CancellationToken.None);
        }

        return test;
    }

    private static DateTimeOffset[] Hours(params double[] hours) => [.. hours.Select(hour => Midnight.AddHours(hour))];
}
