namespace Belfry.Notifications;

/// <summary>What a person is told.</summary>
public enum NoticeKind
{
    /// <summary>Runs failed in a row.</summary>
    Failing,

    DeadLetter,
    Recovered,
    Missed,
    Breaker,

    /// <summary>A run was not as expected, or the job overruns its interval.</summary>
    Expectation,

    /// <summary>Somebody tries whether messages arrive.</summary>
    Test,
}

/// <summary>One thing to tell people, in one sentence that begins with the job.</summary>
public sealed record Notice(string Job, NoticeKind Kind, DateTimeOffset At, string Sentence)
{
    public Guid? Run { get; init; }
    public string? Fingerprint { get; init; }
}
