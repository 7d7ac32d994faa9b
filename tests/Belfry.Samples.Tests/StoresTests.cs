using Belfry.Locks;
using Belfry.Testing;
using Microsoft.Extensions.DependencyInjection;
using Stores;

namespace Belfry.Samples.Tests;

/// <summary>The stores' jobs in virtual time.</summary>
public sealed class StoresTests
{
    // Saturday evening in Madrid; that night the clocks go forward.
    private static readonly DateTimeOffset Evening = new(2026, 3, 28, 20, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Stores_are_closed_at_midnight_and_at_six_by_the_clocks_of_madrid()
    {
        using var folder = new Folder();
        var stores = new StoreTable(folder.File("stores.db"));
        await using var test = await Host(stores);

        await test.AdvanceAsync(TimeSpan.FromHours(12));

        test.AssertRuns("store-auto-close", Evening.AddHours(3), Evening.AddHours(8));
        test.AssertSucceeded("store-open-reminder", 24);
        stores.OpenStores().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_should_be_open_is_reminded_every_half_hour()
    {
        using var folder = new Folder();
        var stores = new StoreTable(folder.File("stores.db"));
        await using var test = await Host(stores);

        await test.AdvanceToAsync(Evening.AddHours(12));
        stores.Open("Sol");
        await test.AdvanceToAsync(Evening.AddHours(12.5));

        // 10:00 and 10:30 in Madrid: Lavapiés opens at 10:00, Sol has been opened in between.
        Output(test, "store-open-reminder", 12).ShouldBe(
            "Chamberí should be open since it is 10:00.\nGran Vía should be open since it is 10:00.\n"
            + "Lavapiés should be open since it is 10:00.\nSol should be open since it is 10:00.\n");
        Output(test, "store-open-reminder", 12.5).ShouldNotContain("Sol");
    }

    [Fact]
    public async Task A_job_leaves_the_stores_to_whoever_holds_the_lock()
    {
        using var folder = new Folder();
        var stores = new StoreTable(folder.File("stores.db"));
        await using var test = await Host(stores);
        await test.AdvanceToAsync(Evening.AddHours(2.9));

        var locks = test.Services.GetRequiredService<DistributedLocks>();
        await using (await locks.TryAcquireAsync(AutoClose.Lock, TimeSpan.FromMinutes(30)))
        {
            await test.AdvanceToAsync(Evening.AddHours(3));
            Output(test, "store-auto-close", 3).ShouldBe("Somebody else is closing stores; nothing to do.\n");
            stores.OpenStores().ShouldNotBeEmpty();
        }

        (await locks.IsLockedAsync(AutoClose.Lock)).ShouldBeFalse();
        await test.RunNow("store-auto-close");
        stores.OpenStores().ShouldBeEmpty();
    }

    [Fact]
    public void A_holder_whose_time_is_over_changes_nothing()
    {
        using var folder = new Folder();
        var stores = new StoreTable(folder.File("stores.db"));
        stores.CloseAll(Evening, token: 7);
        stores.Open("Sol");
        stores.CloseAll(Evening, token: 6).ShouldBeEmpty();
        stores.CloseAll(Evening, token: 8).ShouldBe(["Sol"]);
    }

    private static Task<BelfryTestHost> Host(StoreTable stores) => BelfryTestHost.StartAsync(
        belfry => belfry.AddStoreJobs(), services => services.AddSingleton(stores).AddSingleton(new LastCall(TimeSpan.Zero)), Evening);

    private static string Output(BelfryTestHost test, string job, double hours) =>
        test.Output(test.Runs(job).Single(run => run.Due == Evening.AddHours(hours)).Id);
}
