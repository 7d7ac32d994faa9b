using Belfry.Schedules;
using Belfry.Schedules.Forecasts;

namespace Belfry.Tests.Schedules.Forecasts;

public sealed class PlannedFollowersTests
{
    private static readonly DateTimeOffset Ten = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, string> Timed = new() { ["a"] = "0 * * * *", ["b"] = "*/30 * * * *", ["z"] = "30 * * * *" };

    // Jobs that follow others, then the job that fires at 10:00, then who is expected after it.
    [Theory]
    [InlineData("c:a", "a", "c")]
    [InlineData("c:a d:c", "a", "c d")]
    [InlineData("d:a c:d", "a", "d c")]
    [InlineData("c:a,b", "a", "c")]
    [InlineData("c:a,b", "b", "")]
    [InlineData("c:a,z", "a", "")]
    [InlineData("c:a d:c,b", "a", "c d")]
    [InlineData("c:gone", "a", "")]
    [InlineData("c:z", "a", "")]
    public void A_tick_is_expected_where_all_beginnings_of_its_chains_have_one(string jobs, string firing, string expected)
    {
        var followers = new PlannedFollowers();
        foreach (string job in jobs.Split(' '))
        {
            followers.Add(new PlannedJob(job[..1], "default", Schedule.Parse("after " + job[2..])));
        }

        var schedules = followers.RootsBeside([firing]).Where(Timed.ContainsKey).ToDictionary(name => name, name => Schedule.Parse(Timed[name]));
        var fire = new PlannedFire(Ten, new PlannedJob(firing, "default", Schedule.Parse(Timed[firing])));
        string.Join(' ', followers.After(fire, schedules).Select(job => job.Name)).ShouldBe(expected);
    }
}
