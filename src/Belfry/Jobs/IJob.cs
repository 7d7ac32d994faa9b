using Belfry.Runs;

namespace Belfry.Jobs;

/// <summary>
/// A job written as a class. One instance is made for each attempt, in a scope of its own, with constructor injection.
/// </summary>
/// <remarks>
/// Execution is at least once: a node can die after the effect and before the record. Make effects idempotent, or pass
/// <see cref="JobContext.FencingToken"/> to what you write to and let it refuse a token lower than the highest it saw.
/// </remarks>
public interface IJob
{
    /// <summary>Called before <see cref="RunAsync"/>; a throw here fails the attempt and skips the run body.</summary>
    Task SetUpAsync(JobContext run, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>
    /// Does the work. Returning means success, throwing means failure.
    /// <paramref name="cancellation"/> fires on time-out, on cancel, when the node drains, and when the lease is lost.
    /// </summary>
    Task RunAsync(JobContext run, CancellationToken cancellation);

    /// <summary>
    /// Called after <see cref="RunAsync"/> whatever its end; not when <see cref="SetUpAsync"/> threw. A throw here fails
    /// an attempt that had succeeded.
    /// </summary>
    Task TearDownAsync(JobContext run, CancellationToken cancellation) => Task.CompletedTask;
}
