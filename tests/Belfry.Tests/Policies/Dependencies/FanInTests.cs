using Belfry.Policies.Dependencies;
using Belfry.Runs;

namespace Belfry.Tests.Policies.Dependencies;

public sealed class FanInTests
{
    // One letter for each upstream job a, b, c: s succeeded, f failed, d dead, x cancelled, k skipped, r running, t retrying, - not fired.
    [Theory]
    [InlineData("s", "Go", "Go", "Skip a")]
    [InlineData("sss", "Go", "Go", "Skip a b c")]
    [InlineData("ssr", "Wait c", "Wait c", "Wait c")]
    [InlineData("s-t", "Wait b c", "Wait b c", "Wait b c")]
    [InlineData("sfs", "Skip b", "Go", "Go")]
    [InlineData("f-r", "Skip a", "Wait b c", "Go")]
    [InlineData("dr", "Skip a", "Wait b", "Go")]
    [InlineData("xk", "Skip a b", "Go", "Skip a b")]
    [InlineData("x-", "Skip a", "Wait b", "Wait b")]
    [InlineData("r", "Wait a", "Wait a", "Wait a")]
    public void Each_rule_decides_as_soon_as_it_can(string upstream, string success, string end, string failure)
    {
        Decide(DependencyRule.Success, upstream).ShouldBe(success);
        Decide(DependencyRule.End, upstream).ShouldBe(end);
        Decide(DependencyRule.Failure, upstream).ShouldBe(failure);
    }

    [Fact]
    public void What_an_unmet_rule_means_is_a_choice()
    {
        Decide(DependencyRule.Success, "sf", UnmetRule.Fail).ShouldBe("Fail b");
        Decide(DependencyRule.Success, "sf", UnmetRule.Wait).ShouldBe("Wait b");
    }

    [Fact]
    public void An_end_that_comes_later_never_takes_a_decision_back()
    {
        const string All = "sfdxkrt-";
        foreach (var rule in Enum.GetValues<DependencyRule>())
        {
            foreach (string known in from a in All from b in All select $"{a}{b}")
            {
                string now = Decide(rule, known + "-");
                if (!now.StartsWith("Wait", StringComparison.Ordinal))
                {
                    "sfdxk".Select(last => Verdict(Decide(rule, known + last))).ShouldAllBe(later => later == Verdict(now));
                }
            }
        }
    }

    private static string Verdict(string decision) => decision.Split(' ')[0];

    private static string Decide(DependencyRule rule, string upstream, UnmetRule unmet = UnmetRule.Skip)
    {
        var decision = FanIn.Decide(rule, unmet, [.. upstream.Select((letter, i) => new UpstreamTick($"{(char)('a' + i)}", State(letter)))]);
        return string.Join(' ', [decision.Verdict.ToString(), .. decision.Because]);
    }

    private static RunState? State(char letter) => letter switch
    {
        's' => RunState.Succeeded,
        'f' => RunState.Failed,
        'd' => RunState.Dead,
        'x' => RunState.Cancelled,
        'k' => RunState.Skipped,
        'r' => RunState.Running,
        't' => RunState.Retrying,
        _ => null,
    };
}
