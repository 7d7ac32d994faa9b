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
    public async Task A_step_whose_input_is_late_is_tried_again_until_it_is_there()
    {
        using var folder = new Folder();
        await using var test = await Host(folder);
        await test.Jobs.Edit(
            "etl/extract", job => job.Definition with { Schedule = "daily at 01:47" }, null, CancellationToken.None);

        await test.AdvanceAsync(TimeSpan.FromHours(2));

        var run = test.Runs("etl/transform").Single();
        run.State.ShouldBe(RunState.Succeeded);
        run.Attempt.ShouldBe(5);
        run.FinishedAt.ShouldBe(Midnight.AddMinutes(110));
    }

    [Fact]
    public async Task Nights_without_a_worker_are_made_up_for_in_order()
    {
        using var folder = new Folder();
        await using var test = await Host(folder);
        await test.BeDownAsync(TimeSpan.FromDays(3.5));
        await test.AdvanceAsync(TimeSpan.FromHours(1));
        foreach (var step in new[] { "etl/extract", "etl/transform", "etl/load" })
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
