using System.Text.Json;
using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Policies.Breakers;
using Belfry.Schedules;

namespace Belfry.Hosting;

/// <summary>A job's definition in code; what <c>jobs.yaml</c> says in YAML.</summary>
public sealed class JobBuilder
{
    internal JobBuilder(string name) =>
        Definition = new JobDefinition { Name = name, Run = new JobAction.Handler(name) };

    internal JobDefinition Definition { get; private set; }

    /// <summary>When, in the one text form; without it the job runs only when asked to.</summary>
    public JobBuilder Schedule(string text) => With(job => job with { Schedule = text });

    /// <summary>Instead of times of its own: for each tick of the jobs that it follows, when all of them have ended as the rule asks.</summary>
    public JobBuilder After(params IReadOnlyList<string> jobs) => With(job => job with { Schedule = "after " + string.Join(", ", jobs) });

    /// <summary>Which end of the jobs it follows lets it run, and what becomes of its tick when they end otherwise.</summary>
    public JobBuilder On(DependencyRule rule, UnmetRule unmet = UnmetRule.Skip) => With(job => job with { On = rule, Unmet = unmet });

    /// <summary>What happens to local times that an offset change skips or repeats.</summary>
    public JobBuilder Dst(GapPolicy gap = GapPolicy.After, OverlapPolicy overlap = OverlapPolicy.Auto) =>
        With(job => job with { Gap = gap, DstOverlap = overlap });

    public JobBuilder Retry(RetryPolicy policy) => With(job => job with { Retry = policy });

    /// <summary>Errors that mean "not yet": they put the run off and cost no attempt.</summary>
    public JobBuilder Snooze(SnoozePolicy policy) => With(job => job with { Snooze = policy });

    public JobBuilder Timeout(TimeSpan limit) => With(job => job with { Timeout = limit });
    public JobBuilder Overlap(OverlapRule rule) => With(job => job with { Overlap = rule });

    /// <summary>What happens to ticks that came due while no node was up.</summary>
    public JobBuilder Misfire(MisfireRule rule, int max = 100, TimeSpan? within = null) =>
        With(job => job with { Misfire = new MisfirePolicy(rule, max, within ?? TimeSpan.FromDays(1)) });

    public JobBuilder OnWorkerLost(WorkerLostRule rule) => With(job => job with { OnWorkerLost = rule });

    /// <summary>Whether a dead letter disables the job until somebody enables it.</summary>
    public JobBuilder OnDeadLetter(DeadLetterRule rule) => With(job => job with { OnDeadLetter = rule });

    public JobBuilder Jitter(TimeSpan most) => With(job => job with { Jitter = most });
    public JobBuilder Queue(string name) => With(job => job with { Queue = name });

    /// <summary>Higher runs first; <c>high</c> is 10, <c>normal</c> 0, <c>low</c> -10.</summary>
    public JobBuilder Priority(int priority) => With(job => job with { Priority = priority });

    /// <summary>At most so many attempts at once, and starts in a time, in the whole cluster; for jobs that allow overlap.</summary>
    public JobBuilder Limit(int? running = null, int? starts = null, TimeSpan? per = null) =>
        With(job => job with { Limit = new LimitPolicy(running, starts, per) });

    /// <summary>
    /// After so many failures in a row within a time, no node starts a run of it until the recovery is over; then one trial call tells
    /// whether it closes.
    /// </summary>
    /// <param name="window">1 minute.</param>
    /// <param name="recovery">5 minutes.</param>
    /// <param name="trials">Most trial calls at once in the whole cluster.</param>
    /// <param name="resource">What it calls; all jobs that name it share one breaker. Null is a breaker of the job's own.</param>
    /// <param name="whileOpen">What becomes of ticks that come due while it is open.</param>
    public JobBuilder Breaker(
        int failures = 5,
        TimeSpan? window = null,
        TimeSpan? recovery = null,
        int trials = 1,
        string? resource = null,
        WhileOpen whileOpen = WhileOpen.Skip) =>
        With(job => job with
        {
            Breaker = new JobBreaker
            {
                Policy = new BreakerPolicy
                {
                    Failures = failures,
                    Window = window ?? BreakerPolicy.Default.Window,
                    Recovery = recovery ?? BreakerPolicy.Default.Recovery,
                    Trials = trials,
                },
                Resource = resource,
                WhileOpen = whileOpen,
            },
        });

    /// <summary>What a normal run is like: one that took less or more, began too soon, or reported other numbers gets a warning.</summary>
    public JobBuilder Expect(TimeSpan? min = null, TimeSpan? max = null, TimeSpan? atMostEvery = null) =>
        With(job => job with { Expect = (job.Expect ?? new ExpectPolicy()) with { Min = min, Max = max, AtMostEvery = atMostEvery } });

    /// <summary>Bounds of a number that the job reports with <see cref="JobContext.Report"/>.</summary>
    public JobBuilder ExpectNumber(string name, double? min = null, double? max = null) => With(job =>
    {
        var expect = job.Expect ?? new ExpectPolicy();
        return job with { Expect = expect with { Numbers = new Dictionary<string, NumberBounds>(expect.Numbers) { [name] = new(min, max) } } };
    });

    /// <summary>Tells these channels of failures, dead letters and recoveries; <paramref name="change"/> chooses of what else.</summary>
    public JobBuilder Notify(string[] to, Func<NotifyPolicy, NotifyPolicy>? change = null)
    {
        var policy = new NotifyPolicy { To = to };
        return With(job => job with { Notify = change is null ? policy : change(policy) });
    }

    /// <summary>Arguments for each run, as JSON.</summary>
    public JobBuilder Args<T>(T args) =>
        With(job => job with { Args = JsonSerializer.SerializeToElement(args, JsonSerializerOptions.Web) });

    public JobBuilder Owner(string owner) => With(job => job with { Owner = owner });
    public JobBuilder Tags(params string[] tags) => With(job => job with { Tags = tags });
    public JobBuilder Description(string text) => With(job => job with { Description = text });

    /// <summary>Anything else the definition has.</summary>
    public JobBuilder With(Func<JobDefinition, JobDefinition> change)
    {
        Definition = change(Definition);
        return this;
    }
}
