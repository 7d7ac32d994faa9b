using System.Text.Json;

namespace Belfry.Jobs;

/// <summary>A run that another run asks for.</summary>
/// <param name="Job">The job to run.</param>
/// <param name="Args">Arguments, as anything that can be written as JSON; null leaves the job its own.</param>
/// <param name="Key">
/// Tells it from the other runs that the same run asks for, in whichever attempt; without one its place in the order of asking does.
/// </param>
public sealed record ChildRun(string Job, object? Args = null, string? Key = null)
{
    internal JsonElement? Json => Args is null ? null : JsonSerializer.SerializeToElement(Args, JsonSerializerOptions.Web);
}

/// <summary>Runs that a run asked for together.</summary>
/// <param name="Runs">Their ids, in order.</param>
public sealed record RunBatch(IReadOnlyList<Guid> Runs);
