using System.Net;
using System.Net.Http.Json;
using System.Web;
using AirQuality.Jobs;
using AirQuality.Measurements;
using AirQuality.Source;
using Belfry.Runs;
using Belfry.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Samples.Tests;

/// <summary>The air-quality jobs over the night in which the clocks of Paris go forward, in virtual time.</summary>
public sealed class AirQualityTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_day_gives_exactly_these_runs_and_rows()
    {
        using var folder = new Folder();
        var file = new MeasurementFile(folder.File("airquality.db"));
        using var http = new HttpClient(new StubSource(), disposeHandler: true) { BaseAddress = new Uri("http://source/") };
        await using var test = await BelfryTestHost.StartAsync(
            belfry => belfry.AddAirQualityJobs(),
            services => services.AddSingleton(file).AddSingleton(new SourceClient(http)),
            Noon);

        await test.AdvanceAsync(TimeSpan.FromDays(1));

        test.AssertSucceeded("fetch-paris-data", 1_440);
        test.AssertSucceeded("hourly-aggregations", 24);
        test.AssertSucceeded("health-check", 288);
        test.AssertRuns("daily-statistics", Noon.AddHours(10).AddMinutes(59));

        // 02:00 does not exist in Paris that Sunday; 03:00 summer time is 01:00 UTC.
        test.AssertRuns("weekly-cleanup", Noon.AddHours(13));
        test.Runs("fetch-paris-data").Where(run => run.Attempt > 1).ShouldAllBe(run => run.Due.Minute == 17);
        test.Runs("fetch-paris-data").Count(run => run.Attempt > 1).ShouldBe(24);

        // From 12:01 to 22:58 UTC: the figures are wanted before midnight, so the last minute is not in them.
        file.Days().ShouldAllBe(day => day.When == "2026-03-28" && day.Count == 658);
        file.Newest().ShouldBe(Noon.AddDays(1));
    }

    [Fact]
    public async Task Hours_missed_in_an_outage_are_made_up_for_one_by_one()
    {
        using var folder = new Folder();
        var file = new MeasurementFile(folder.File("airquality.db"));
        using var http = new HttpClient(new StubSource(), disposeHandler: true) { BaseAddress = new Uri("http://source/") };
        await using var test = await BelfryTestHost.StartAsync(
            belfry => belfry.AddAirQualityJobs(),
            services => services.AddSingleton(file).AddSingleton(new SourceClient(http)),
            Noon.AddMinutes(30));

        await test.BeDownAsync(TimeSpan.FromHours(3));
        await test.AdvanceAsync(TimeSpan.FromMinutes(1));

        test.AssertRuns("hourly-aggregations", Noon.AddHours(1), Noon.AddHours(2), Noon.AddHours(3));
        test.Runs("hourly-aggregations").ShouldAllBe(run => run.State == RunState.Succeeded);
        test.Runs("fetch-paris-data").Count.ShouldBe(2);
        test.Ticks("health-check", Noon, test.Now).ShouldAllBe(tick => tick.Due == test.Now.AddMinutes(-1) || tick.Outcome == "skipped");
    }

    /// <summary>Answers as the recorded source does, its bad moments included.</summary>
    private sealed class StubSource : HttpMessageHandler
    {
        private readonly RecordedSource source = new();
        private readonly HashSet<DateTimeOffset> troubled = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var at = DateTimeOffset.Parse(
                HttpUtility.ParseQueryString(request.RequestUri!.Query)["at"]!, System.Globalization.CultureInfo.InvariantCulture);
            return Task.FromResult(at.Minute == 17 && troubled.Add(at)
                ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
                : new HttpResponseMessage { Content = JsonContent.Create(source.At(at)) });
        }
    }
}
