using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Policies.Breakers;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Breakers;

/// <summary>A breaker as the API answers it.</summary>
/// <param name="State"><c>closed</c>, <c>open</c> or <c>half_open</c>.</param>
/// <param name="Since">When the present period began: it closed, it opened, or a trial call failed.</param>
/// <param name="OpenedAt">When it was last closed and then opened; null while closed.</param>
/// <param name="NextTrialAt">From when on trial calls may begin; null while closed or isolated.</param>
/// <param name="FailuresInARow">While closed.</param>
/// <param name="Jobs">How many jobs are under it.</param>
/// <param name="Trials">Most trial calls at once.</param>
/// <param name="TrialsRunning">Trial calls under way.</param>
internal sealed record BreakerView(
    string Name,
    string State,
    bool Isolated,
    DateTimeOffset Since,
    DateTimeOffset? OpenedAt,
    DateTimeOffset? NextTrialAt,
    string? Cause,
    string? By,
    int Jobs,
    int FailuresInARow,
    int TrialsRunning,
    int Failures,
    TimeSpan Window,
    TimeSpan Recovery,
    int Trials,
    string Sentence)
{
    public static BreakerView Of(BreakerRecord breaker) => new(
        breaker.Name,
        BreakerWords.Of(breaker.Mode),
        breaker.State.Isolated,
        breaker.State.Since,
        breaker.State.OpenedAt,
        breaker.TrialsFrom,
        breaker.State.Cause,
        breaker.State.By,
        breaker.Jobs,
        breaker.State.Failures.Count,
        breaker.Trials,
        breaker.Policy.Failures,
        breaker.Policy.Window,
        breaker.Policy.Recovery,
        breaker.Policy.Trials,
        $"Breaker {breaker.Name} {breaker.Sentence}.");

    /// <summary>The name in the address, where a slash is escaped.</summary>
    public static string NameIn(ApiCall call) => JobAddress.Segment(call.Http.Request);

    public static async Task<IResult> NotFound(ApiCall call, string name)
    {
        var names = (await call.Store.Breakers.List(call.Cancellation)).Select(breaker => breaker.Name);
        return Problem.Of(404, $"No job is under a breaker {JsonReading.Short(name)}; those of single jobs are called job:NAME.{JsonReading.Meant(name, names)}");
    }
}
