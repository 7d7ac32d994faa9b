using Belfry.Policies;
using Belfry.Policies.Dependencies;
using Belfry.Runs;

namespace Belfry.Tests.Policies.Dependencies;

public sealed class FanInTests
{
    // One letter for each upstream job a, b, c: s succeeded, f failed, d dead, x cancelled, k did not run, - open.
    [Theory]
    [InlineData("s", "Go", "Go", "Skip a succeeded")]
    [InlineData("ss", "Go", "Go", "Skip a succeeded; b succeeded")]
    [InlineData("s-", "Wait waits for b", "Wait waits for b", "Wait waits for b")]
    [InlineData("---", "Wait waits for a, b and c", "Wait waits for a, b and c", "Wait waits for a, b and c")]
    [InlineData("sfs", "Skip b failed", "Go", "Go")]
    [InlineData("f-", "Skip a failed", "Wait waits for b", "Go")]
    [InlineData("d-", "Skip a failed for good", "Wait waits for b", "Go")]
    [InlineData("x-", "Skip a was cancelled", "Wait waits for b", "Wait waits for b")]
    [InlineData("k-", "Skip a is away", "Skip a is away", "Wait waits for b")]
    [InlineData("ks", "Skip a is away", "Skip a is away", "Skip a is away")]
    [InlineData("kf", "Skip a is away", "Skip a is away", "Go")]
    [InlineData("ffff", "Skip a failed; b failed; c failed; and 1 more", "Go", "Go")]
    public void Each_rule_decides_as_soon_as_it_can(string upstream, string success, string end, string failure)
    {
        Decide(DependencyRule.Success, upstream).ShouldBe(success);
        Decide(DependencyRule.End, upstream).ShouldBe(end);
        Decide(DependencyRule.Failure, upstream).ShouldBe(failure);
    }

    [Fact]
    public void What_an_unmet_rule_means_is_a_choice()
    {
        Decide(DependencyRule.Success, "sf", UnmetRule.Fail).ShouldBe("Fail b failed");
        Decide(DependencyRule.Success, "sf", UnmetRule.Wait).ShouldBe("Wait waits for another run, because b failed");
        Decide(DependencyRule.Success, "sk", UnmetRule.Wait).ShouldBe("Skip b is away");
        Decide(DependencyRule.Success, "sk", UnmetRule.Fail).ShouldBe("Skip b is away");
    }

    [Fact]
    public void What_is_told_later_never_takes_a_decision_back()
    {
        const string All = "sfdxk-";
        foreach (var rule in Enum.GetValues<DependencyRule>())
        {
            foreach (var unmet in Enum.GetValues<UnmetRule>())
            {
                foreach (string known in from a in All from b in All select $"{a}{b}")
                {
                    string now = Verdict(Decide(rule, known + "-", unmet));
                    if (now != "Wait")
                    {
                        "sfdxk".Select(last => Verdict(Decide(rule, known + last, unmet))).ShouldAllBe(later => later == now, $"{rule} {unmet} {known}");
                    }
                }
            }
        }
    }

    private static string Verdict(string decision) => decision.Split(' ')[0];

    private static string Decide(DependencyRule rule, string upstream, UnmetRule unmet = UnmetRule.Skip)
    {
        var decision = FanIn.Decide(
            rule, unmet, [.. upstream.Select((letter, i) => new UpstreamTick($"{(char)('a' + i)}", State(letter), letter == 'k' ? "is away" : null))]);
        return $"{decision.Verdict} {decision.Because}".TrimEnd();
    }

    private static RunState? State(char letter) => letter switch
    {
        's' => RunState.Succeeded,
        'f' => RunState.Failed,
        'd' => RunState.Dead,
        'x' => RunState.Cancelled,
        'k' => RunState.Skipped,
        _ => null,
    };
}
