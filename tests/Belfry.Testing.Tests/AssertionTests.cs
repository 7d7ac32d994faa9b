using Belfry.Jobs;

namespace Belfry.Testing.Tests;

/// <summary>An assertion that fails says what is there instead.</summary>
public sealed class AssertionTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    private BelfryTestHost test = null!;

    public async Task InitializeAsync()
    {
        test = await BelfryTestHost.StartAsync(
            belfry =>
            {
                belfry.AddJob("good", "0 * * * *", () => { });
                belfry.AddJob("bad", "0 * * * *", () => { throw new IOException("disk full"); });
            },
            start: Start);
        await test.AdvanceAsync(TimeSpan.FromHours(2));
    }

    public async Task DisposeAsync() => await test.DisposeAsync();

    [Fact]
    public void Runs_that_differ_are_listed_by_how() =>
        Should.Throw<BelfryAssertionException>(() => test.AssertRuns("good", Start, Start.AddHours(1))).Message.ShouldBe(
            """
            The runs of good are not the expected ones.
            Missing: 2026-05-04T08:00:00Z
            Not expected: 2026-05-04T10:00:00Z
            All runs: 2026-05-04T09:00:00Z, 2026-05-04T10:00:00Z
            """);

    [Fact]
    public void A_wrong_number_of_runs_is_told_with_the_runs() =>
        Should.Throw<BelfryAssertionException>(() => test.AssertSucceeded("good", 3)).Message
            .ShouldBe("good has 2 runs, not 3: 2026-05-04T09:00:00Z, 2026-05-04T10:00:00Z");

    [Fact]
    public void A_run_that_failed_tells_its_story() =>
        Should.Throw<BelfryAssertionException>(() => test.AssertSucceeded("bad", 2)).Message
            .ShouldBe("A run of bad did not succeed. bad for 2026-05-04T09:00:00Z ran on test and failed after 0 ms: disk full.");

    [Fact]
    public void What_holds_throws_nothing()
    {
        test.AssertRuns("good", Start.AddHours(1), Start.AddHours(2));
        test.AssertSucceeded("good", 2);
        test.AssertEveryTickRecorded("good", Start, test.Now);
    }

    [Fact]
    public async Task A_job_that_does_not_exist_is_named() =>
        (await Should.ThrowAsync<JobNotFoundException>(async () => await test.RunNow("ugly"))).Message
            .ShouldBe("There is no job named 'ugly'.");
}
