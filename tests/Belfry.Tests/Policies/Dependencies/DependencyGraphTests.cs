using Belfry.Policies.Dependencies;

namespace Belfry.Tests.Policies.Dependencies;

public sealed class DependencyGraphTests
{
    // a<b means: a follows b.
    [Theory]
    [InlineData("a<b b<c c", "a", null)]
    [InlineData("a<a", "a", "a a")]
    [InlineData("a<b b<a", "a", "a b a")]
    [InlineData("a<b b<c c<a", "b", "b c a b")]
    [InlineData("a<b a<c b<d c<d d", "a", null)]
    [InlineData("a<b a<c b<d d<e e<a c<a", "a", "a c a")]
    [InlineData("a<b b<c c<b", "a", null)]
    [InlineData("a<gone", "a", null)]
    public void A_cycle_is_named_with_its_way(string edges, string job, string? way) =>
        (Graph(edges).Cycle(job) is { } cycle ? string.Join(' ', cycle) : null).ShouldBe(way);

    [Fact]
    public void Names_that_are_no_jobs_are_told() => Graph("a<b a<gone a<lost b").Unknown("a").ShouldBe(["gone", "lost"]);

    [Fact]
    public void Followers_are_told_by_name() => Graph("c<a b<a a d<c").Followers("a").ShouldBe(["b", "c"]);

    [Fact]
    public void A_cycle_is_found_exactly_when_the_job_reaches_itself()
    {
        var random = new Random(11);
        for (int round = 0; round < 300; round++)
        {
            int jobs = random.Next(1, 9);
            var edges = Enumerable.Range(0, jobs).ToDictionary(
                i => $"j{i}", _ => (IReadOnlyList<string>)[.. Enumerable.Range(0, random.Next(4)).Select(_ => $"j{random.Next(jobs)}").Distinct()]);
            var cycle = new DependencyGraph(edges).Cycle("j0");
            (cycle is not null).ShouldBe(Reaches(edges, "j0", "j0", jobs));
            cycle?.Zip(cycle.Skip(1)).ShouldAllBe(step => edges[step.First].Contains(step.Second));
        }
    }

    private static bool Reaches(Dictionary<string, IReadOnlyList<string>> edges, string from, string to, int steps) =>
        edges[from].Contains(to) || (steps > 1 && edges[from].Any(name => Reaches(edges, name, to, steps - 1)));

    private static DependencyGraph Graph(string edges)
    {
        var pairs = edges.Split(' ').Select(edge => edge.Split('<')).ToArray();
        return new DependencyGraph(pairs.GroupBy(pair => pair[0])
            .ToDictionary(job => job.Key, job => (IReadOnlyList<string>)[.. job.Where(pair => pair.Length == 2).Select(pair => pair[1])]));
    }
}
