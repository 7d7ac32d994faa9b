namespace Belfry.Jobs;

/// <summary>One thing that is wrong with a job, or with another document that people write.</summary>
/// <param name="Path">Where: <c>retry.attempts</c>, in a file <c>jobs[3].retry.attempts</c>; empty for the whole.</param>
/// <param name="Message">What is wrong there and what to do, in words that go on from the path.</param>
public sealed record JobProblem(string Path, string Message)
{
    /// <summary>The value can be understood, and is refused for what it would do, such as a schedule that never fires.</summary>
    internal bool WellFormed { get; init; }

    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
