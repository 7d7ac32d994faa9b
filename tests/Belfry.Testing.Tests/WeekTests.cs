using System.Diagnostics;
using System.Globalization;
using Belfry.Jobs;
using Belfry.Runs;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Belfry.Testing.Tests;

/// <summary>A week of schedules in milliseconds.</summary>
public sealed class WeekTests(ITestOutputHelper output)
{
    // Thursday; on Sunday the 29th at 01:00 UTC the clocks of Berlin go forward.
    private static readonly DateTimeOffset Start = new(2026, 3, 26, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_week_of_six_schedules_over_an_offset_change_gives_exactly_these_runs()
    {
        await using var test = await BelfryTestHost.StartAsync(
            belfry =>
            {
                foreach (var (job, schedule) in new[]
                {
                    ("duty-mails", "daily at 06:00"),
                    ("aging-logsheets", "daily at 08:00 in Europe/Berlin"),
                    ("maintenance-digest", "every sunday at 09:00 in Europe/Berlin"),
                    ("late-progress-reports", "0 10 * * MON in Europe/Berlin"),
                    ("duty-delinquents", "monthly on day 1 at 07:00 in Europe/Berlin"),
                    ("expire-ad-hoc-days", "0 18 * * * in Europe/Berlin"),
                })
                {
                    belfry.AddJob(job, schedule, (Diary diary, JobContext run) => diary.Note(run));
                }
            },
            services => services.AddSingleton<Diary>(),
            Start);

        await test.AdvanceAsync(TimeSpan.FromDays(7));

        test.AssertRuns("duty-mails", At("26T06", "27T06", "28T06", "29T06", "30T06", "31T06", "04-01T06"));
        test.AssertRuns("aging-logsheets", At("26T07", "27T07", "28T07", "29T06", "30T06", "31T06", "04-01T06"));
        test.AssertRuns("maintenance-digest", At("29T07"));
        test.AssertRuns("late-progress-reports", At("30T08"));
        test.AssertRuns("duty-delinquents", At("04-01T05"));
        test.AssertRuns("expire-ad-hoc-days", At("26T17", "27T17", "28T17", "29T16", "30T16", "31T16", "04-01T16"));
        test.Runs().ShouldAllBe(run => run.State == RunState.Succeeded && run.StartedAt == run.Due);
        var told = test.Services.GetRequiredService<Diary>().Lines;
        told.Count.ShouldBe(24);
        told.Select(line => line[..19]).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_time_that_the_clocks_skip_runs_when_they_have_moved()
    {
        await using var test = await BelfryTestHost.StartAsync(
            belfry => belfry.AddJob("night", "daily at 02:30 in Europe/Berlin", () => { }), start: Start);
        await test.AdvanceAsync(TimeSpan.FromDays(5));
        test.AssertRuns("night", At("26T01:30", "27T01:30", "28T01:30", "29T01", "30T00:30"));
    }

    [Fact]
    public async Task A_week_of_minutes_takes_little_time()
    {
        var runs = 0;
        await using var test = await BelfryTestHost.StartAsync(belfry => belfry.AddJob("minutely", "* * * * *", () => { runs++; }));
        var watch = Stopwatch.StartNew();
        await test.AdvanceAsync(TimeSpan.FromDays(7));
        output.WriteLine($"10,080 runs in {watch.Elapsed.TotalSeconds:0.00} s");
        runs.ShouldBe(10_080);
        test.AssertSucceeded("minutely", 10_080);
        test.AssertEveryTickRecorded("minutely", test.Now.AddDays(-7), test.Now);
    }

    [Fact]
    public async Task A_year_without_a_tick_takes_no_time()
    {
        await using var test = await BelfryTestHost.StartAsync(belfry => belfry.AddJob("never", "manual", () => { }));
        var watch = Stopwatch.StartNew();
        await test.AdvanceAsync(TimeSpan.FromDays(365));
        output.WriteLine($"A year without a tick in {watch.Elapsed.TotalSeconds:0.00} s");
        test.Runs().ShouldBeEmpty();
    }

    // "29T06" is 06:00 UTC on 29 March 2026; other months are written out.
    private static DateTimeOffset[] At(params string[] instants) =>
    [
        .. instants.Select(text => DateTimeOffset.Parse(
            $"2026-{(text.IndexOf('T', StringComparison.Ordinal) == 2 ? "03-" : "")}{text}{(text.Contains(':', StringComparison.Ordinal) ? "" : ":00")}Z",
            CultureInfo.InvariantCulture)),
    ];
}
