namespace Belfry.Tests.Runs;

public sealed class ChanceTests
{
    [Fact]
    public void A_seed_replays() => Draw(new Chance(37)).ShouldBe(Draw(new Chance(37)));

    [Fact]
    public void Another_seed_is_another_draw() => Draw(new Chance(37)).ShouldNotBe(Draw(new Chance(38)));

    [Fact]
    public void The_draw_is_that_of_the_published_generator() =>
        // The first outputs of SplitMix64 for seed 1234567.
        Draw(new Chance(1_234_567))[..3].ShouldBe([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL]);

    [Fact]
    public void Fractions_lie_in_their_range_and_fill_it()
    {
        var chance = new Chance(1);
        var drawn = Enumerable.Range(0, 100_000).Select(_ => chance.NextDouble()).ToList();
        drawn.ShouldAllBe(value => value >= 0 && value < 1);
        drawn.Average().ShouldBe(0.5, 0.01);
    }

    [Fact]
    public void Numbers_lie_below_their_bound_and_reach_it()
    {
        var chance = new Chance(1);
        Enumerable.Range(0, 1_000).Select(_ => chance.Next(6)).Distinct().Order().ShouldBe([0, 1, 2, 3, 4, 5]);
    }

    [Fact]
    public void Several_threads_never_draw_the_same()
    {
        var chance = new Chance(1);
        var drawn = new ulong[40_000];
        Parallel.For(0, drawn.Length, i => drawn[i] = chance.NextBits());
        drawn.Distinct().Count().ShouldBe(drawn.Length);
    }

    [Fact]
    public void Ids_are_random_ones_by_their_version()
    {
        var id = new Chance(1).NextGuid();
        (id.Version, id.Variant & 0xC).ShouldBe((4, 8));
    }

    private static ulong[] Draw(Chance chance) => [.. Enumerable.Range(0, 10).Select(_ => chance.NextBits())];
}
