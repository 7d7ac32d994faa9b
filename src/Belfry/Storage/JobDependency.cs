using Belfry.Runs;

namespace Belfry.Storage;

/// <summary>One job follows another.</summary>
public readonly record struct JobDependency(string Upstream, string Downstream);

/// <summary>A tick of a job that follows others, of which some were heard of and the rest is waited for.</summary>
/// <param name="Known">Those that were heard of.</param>
/// <param name="Held">It would run, but the job is paused.</param>
public sealed record WaitingTick(DateTimeOffset Due, IReadOnlyList<KnownUpstream> Known, bool Held);

/// <param name="State">The final state of its newest run; <see cref="RunState.Skipped"/> when it did not run.</param>
/// <param name="Run">That run.</param>
/// <param name="Detail">Of one that did not run: why.</param>
public sealed record KnownUpstream(string Job, RunState State, Guid? Run, string? Detail);
