namespace Belfry.Simulation;

public sealed class SeedTests
{
    // Seeds that once broke a promise come first, for ever.
    private static readonly ulong[] Regressions = [4, 35, 373, 5209, 5430, 5538, 5684];

    [Fact]
    public async Task Every_promise_holds_under_two_hundred_seeds_of_faults()
    {
        foreach (var seed in Regressions.Concat(Enumerable.Range(0, 200).Select(seed => (ulong)seed)))
        {
            await Simulator.Run(seed);
        }
    }

    [Fact]
    public async Task A_seed_replays_to_the_same_trace()
    {
        for (ulong seed = 1_000; seed < 1_010; seed++)
        {
            (await Simulator.Run(seed)).ShouldBe(await Simulator.Run(seed));
        }
    }
}
