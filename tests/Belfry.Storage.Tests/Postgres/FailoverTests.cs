using System.Diagnostics;
using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Postgres;
using Belfry.Storage;
using Belfry.TestServers;

namespace Belfry.Storage.Tests.Postgres;

/// <summary>An address with two hosts: the primary is used, and its standby once it has been promoted (F21).</summary>
public sealed class FailoverTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task When_the_primary_dies_what_was_acknowledged_is_on_the_promoted_standby_and_work_goes_on_there()
    {
        await using var primary = await PostgresServer.Start();
        string database = await primary.CreateDatabase();
        await using var standby = await primary.StartStandby();
        await using var store = PostgresStore.Open(
            $"postgres://postgres@127.0.0.1:{primary.Port},127.0.0.1:{standby.Port}/{database}");
        await store.Migrate(default);
        var jobs = new JobControl(store, new Chance(1));
        await jobs.Create(Definition("before"), default);

        await primary.Crash();
        var away = await Should.ThrowAsync<StoreUnavailableException>(async () => await jobs.Create(Definition("meanwhile"), default));
        away.Message.ShouldNotContain("   at ");
        await standby.Promote();
        await Created(jobs, "after");
        (await store.Jobs.Get("before", default)).ShouldNotBeNull();
        (await store.Jobs.Get("meanwhile", default)).ShouldBeNull();
    }

    private static JobDefinition Definition(string name) => new() { Name = name, Run = new JobAction.Handler("h"), Schedule = "@daily" };

    private static async Task Created(JobControl jobs, string name)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await jobs.Create(Definition(name), default);
                return;
            }
            catch (StoreUnavailableException) when (Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(TryAgain);
            }
        }
    }
}
