namespace Belfry.Server.Drill.Checks;

/// <summary>A broken promise.</summary>
/// <param name="Check">Its number in the list of checks, such as <c>C1</c>.</param>
/// <param name="Promise">The promise it breaks, such as <c>I9</c>.</param>
internal sealed record Finding(string Check, string Promise, string What);
