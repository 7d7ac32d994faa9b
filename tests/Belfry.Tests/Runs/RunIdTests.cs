using Belfry.Runs;

namespace Belfry.Tests.Runs;

public sealed class RunIdTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_id_of_a_tick_never_changes() =>
        RunId.ForTick("reports/nightly", Noon).ShouldBe(Guid.Parse("750e6c0a-0c5c-5544-97e1-31bcca88e193"));

    [Fact]
    public void The_offset_an_instant_is_written_with_does_not_matter() =>
        RunId.ForTick("a", Noon.ToOffset(TimeSpan.FromHours(9))).ShouldBe(RunId.ForTick("a", Noon));

    [Fact]
    public void Jobs_and_instants_have_ids_of_their_own()
    {
        var ids = new HashSet<Guid>();
        foreach (var job in new[] { "a", "b", "a:1", "a/b" })
        {
            for (var second = 0; second < 1_000; second++)
            {
                ids.Add(RunId.ForTick(job, Noon.AddSeconds(second))).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void Both_kinds_carry_the_version_and_variant_of_RFC_9562()
    {
        var tick = RunId.ForTick("a", Noon);
        (tick.Version, tick.Variant & 0xC).ShouldBe((5, 8));
        var made = RunId.New(Noon, new Chance(1));
        (made.Version, made.Variant & 0xC).ShouldBe((7, 8));
    }

    [Fact]
    public void Made_ids_sort_by_the_millisecond_they_were_made_in()
    {
        var chance = new Chance(1);
        var ids = Enumerable.Range(0, 1_000).Select(i => RunId.New(Noon.AddMilliseconds(i), chance).ToString()).ToList();
        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Made_ids_of_one_instant_differ()
    {
        var chance = new Chance(1);
        Enumerable.Range(0, 10_000).Select(_ => RunId.New(Noon, chance)).Distinct().Count().ShouldBe(10_000);
    }
}
