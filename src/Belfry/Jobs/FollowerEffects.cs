namespace Belfry.Jobs;

/// <summary>What is done to a job that others follow.</summary>
internal enum FollowedChange
{
    Delete,
    Disable,
    Pause,
}

/// <summary>What that means for those that follow it, in one sentence. Pure.</summary>
internal static class FollowerEffects
{
    public static string Of(FollowedChange change, string job, string follower) => change switch
    {
        FollowedChange.Delete => $"{follower} follows {job}: it gets no more ticks from it, and those that wait for it are recorded as dependency-failed.",
        FollowedChange.Disable => $"{follower} follows {job}: the ticks of {job} are recorded as dependency-failed, those that wait for it at once.",
        _ => $"{follower} follows {job}: it waits, and its ticks come when the pause ends, as the pause says of the ticks in between.",
    };
}
