namespace Belfry.Schedules.Forecasts;

/// <summary>
/// Jobs that follow others, in a plan: a tick of one is expected where all jobs at the beginning of its chains have one. It stands
/// behind the fire of the first of those by name, so that each is told once however the plan is cut into pages.
/// </summary>
internal sealed class PlannedFollowers
{
    private readonly Dictionary<string, PlannedJob> followers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<string>> roots = new(StringComparer.Ordinal);
    private Dictionary<string, List<PlannedJob>>? byFirstRoot;

    public void Add(PlannedJob job) => followers.Add(job.Name, job);

    /// <summary>What else must be known of the jobs that fire: those with which a follower of one of them begins too.</summary>
    public IEnumerable<string> RootsBeside(IEnumerable<string> firing) =>
        firing.Distinct().SelectMany(Of).SelectMany(follower => Roots(follower.Name)).Distinct();

    /// <param name="fire">A fire of the plan.</param>
    /// <param name="schedules">Of the jobs that <see cref="RootsBeside"/> names; what is missing has no ticks.</param>
    public IEnumerable<PlannedJob> After(PlannedFire fire, IReadOnlyDictionary<string, Schedule> schedules) => Of(fire.Job.Name).Where(
        follower => Roots(follower.Name).All(root =>
            schedules.TryGetValue(root, out var schedule) && schedule.Next(fire.Due.AddTicks(-1)) == fire.Due));

    private List<PlannedJob> Of(string root)
    {
        byFirstRoot ??= followers.Values
            .Where(follower => Roots(follower.Name).Count > 0)
            .GroupBy(follower => Roots(follower.Name).Min!)
            .ToDictionary(group => group.Key, group => group.OrderBy(follower => Steps(follower.Name)).ThenBy(follower => follower.Name, StringComparer.Ordinal).ToList());
        return byFirstRoot.GetValueOrDefault(root) ?? [];
    }

    private SortedSet<string> Roots(string job)
    {
        if (!roots.TryGetValue(job, out var known))
        {
            // Stored jobs form no circle; should one be read while it changes, its way ends here.
            roots[job] = known = new SortedSet<string>(StringComparer.Ordinal);
            known.UnionWith(followers[job].Schedule.After.SelectMany(name => followers.ContainsKey(name) ? Roots(name) : [name]).ToList());
        }

        return known;
    }

    private int Steps(string job, int most = 100) => most > 0 && followers.TryGetValue(job, out var follower)
        ? 1 + follower.Schedule.After.Max(name => Steps(name, most - 1))
        : 0;
}
