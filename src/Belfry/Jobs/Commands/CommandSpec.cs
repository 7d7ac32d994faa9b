using System.Collections.ObjectModel;

namespace Belfry.Jobs.Commands;

/// <summary>
/// What a command job runs. The arguments reach the program as they stand: no shell reads them, so there is nothing to quote
/// and nothing to inject.
/// </summary>
public sealed record CommandSpec
{
    /// <summary>
    /// The program and its arguments. A program without a slash is looked up in the server's <c>PATH</c>; a relative one with a
    /// slash is taken from <see cref="WorkingDirectory"/>.
    /// </summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Variables set beside those of the server. The server's own <c>BELFRY_*</c> variables are never passed on.</summary>
    public IReadOnlyDictionary<string, string> Environment 
    {
        get;
        init => field = value ?? ReadOnlyDictionary<string, string>.Empty;  // `env:` with nothing behind it
    } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The folder the program starts in; null is the server's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The exit codes that count as success; null is 0 alone. Being killed by a signal never is.</summary>
    public IReadOnlyList<ExitCodeRange>? Success { get; init; }

    /// <summary>What the program reads on standard input, as UTF-8; null is an empty input.</summary>
    public string? Stdin { get; init; }

    /// <summary>Everything wrong with this definition that can be known without starting it. Empty when nothing is.</summary>
    public IReadOnlyList<CommandProblem> Problems() => [.. CommandRules.Check(this)];
}

/// <summary>One thing wrong with a command's definition.</summary>
/// <param name="Field">Where, as written in a job file under <c>run</c>: <c>command[1]</c>, <c>env.IFS</c>, <c>workdir</c>.</param>
/// <param name="Message">What is wrong and what to do, in one sentence.</param>
public sealed record CommandProblem(string Field, string Message)
{
    public override string ToString() => $"run.{Field}: {Message}";
}
