namespace Belfry.Schedules;

/// <summary>What a crontab contains. Every line with content is in exactly one of the lists, or set the environment of the jobs behind it.</summary>
/// <param name="Jobs">Lines that can be jobs, in their order.</param>
/// <param name="Refused">Lines that cannot, and why. Importing the others without them is the caller's decision.</param>
/// <param name="Notes">Settings that have no counterpart in a job, such as MAILTO.</param>
public sealed record CrontabImport(IReadOnlyList<CrontabJob> Jobs, IReadOnlyList<CrontabRemark> Refused, IReadOnlyList<CrontabRemark> Notes);

/// <summary>Something to tell about a line.</summary>
/// <param name="Line">1-based line number.</param>
/// <param name="Text">The line.</param>
/// <param name="Reason">One sentence for a person.</param>
public sealed record CrontabRemark(int Line, string Text, string Reason);

/// <summary>One line of a crontab as a job.</summary>
/// <param name="Line">1-based line number.</param>
/// <param name="Name">The same whenever the same file and command are imported again.</param>
/// <param name="Schedule">A schedule text with the zone, valid with <paramref name="Name"/> as its seed.</param>
/// <param name="Command">The shell, <c>-c</c> and the command.</param>
/// <param name="Stdin">What the command reads from its standard input; null for nothing.</param>
/// <param name="Environment">Set by the lines before this one.</param>
/// <param name="User">The user of a system crontab; null in a user's own.</param>
/// <param name="Jitter">Greatest random delay (RANDOM_DELAY of cronie).</param>
public sealed record CrontabJob(
    int Line,
    string Name,
    string Schedule,
    IReadOnlyList<string> Command,
    string? Stdin,
    IReadOnlyDictionary<string, string> Environment,
    string? User,
    TimeSpan Jitter);
