namespace Belfry.Simulation;

/// <summary>A sample of what <c>./test simulation</c> plays in full.</summary>
public sealed class SeedTests
{
    private const int Sample = 60;

    [Fact]
    public void Every_promise_holds_under_faults()
    {
        var output = new StringWriter();
        SeedRun.Run(from: 0, Sample, within: null, output).ShouldBeTrue(output.ToString());
    }

    [Fact]
    public void A_seed_replays_to_the_same_trace()
    {
        for (ulong seed = 1_000; seed < 1_006; seed++)
        {
            Simulator.Play(Setting.Of(seed)).Trace.ShouldBe(Simulator.Play(Setting.Of(seed)).Trace);
        }
    }

    [Fact]
    public void Different_seeds_have_different_histories() =>
        Simulator.Play(Setting.Of(1)).Trace.ShouldNotBe(Simulator.Play(Setting.Of(2)).Trace);
}
