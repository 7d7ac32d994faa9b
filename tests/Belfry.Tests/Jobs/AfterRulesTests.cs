using Belfry.Jobs;
using Belfry.Policies.Dependencies;

namespace Belfry.Tests.Jobs;

public sealed class AfterRulesTests
{
    [Fact]
    public void A_circle_is_told_with_its_way()
    {
        var graph = new DependencyGraph(new Dictionary<string, IReadOnlyList<string>>
        {
            ["report"] = ["load"], ["load"] = ["extract"], ["extract"] = ["report"],
        });
        AfterRules.Problems(Some.Definition("after load"), graph).ShouldHaveSingleItem().ToString()
            .ShouldBe("after: makes a circle, in which no job could ever run: report after load after extract after report.");
    }

    [Fact]
    public void Every_name_that_is_no_job_is_told()
    {
        var graph = new DependencyGraph(new Dictionary<string, IReadOnlyList<string>> { ["report"] = ["a", "b", "c"], ["b"] = [] });
        AfterRules.Problems(Some.Definition("after a, b, c"), graph).Select(problem => problem.Message.Split(',')[0]).ShouldBe(["names 'a'", "names 'c'"]);
    }

    [Fact]
    public void A_job_may_not_follow_itself() =>
        AfterRules.Problems(Some.Definition("after report")).ShouldHaveSingleItem().Message.ShouldContain("the job itself");

    [Fact]
    public void A_job_follows_fifty_others_at_most() =>
        AfterRules.Problems(Some.Definition("after " + string.Join(", ", Enumerable.Range(0, 51).Select(i => $"j{i}"))))
            .ShouldHaveSingleItem().ToString().ShouldBe("after: names 51 jobs; at most 50 are allowed.");

    [Theory]
    [InlineData("a b c", "a b c")]
    [InlineData("c<b b<a a", "a b c")]
    [InlineData("d<b,c c<a b<a a z", "a b c d z")]
    [InlineData("b<gone a", "b a")]
    [InlineData("a<b b<a", "b a")]
    public void Jobs_are_saved_after_those_they_follow(string jobs, string order) =>
        string.Join(' ', UpstreamFirst.Order(jobs.Split(' '), Read).Select(job => job.Split('<')[0])).ShouldBe(order);

    private static JobDefinition Read(string job) => job.Split('<') is [var name, var after]
        ? Some.Definition("after " + after) with { Name = name }
        : Some.Definition("manual") with { Name = job };
}
