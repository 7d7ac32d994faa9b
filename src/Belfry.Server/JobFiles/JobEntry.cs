using Belfry.Jobs;

namespace Belfry.Server.JobFiles;

/// <summary>A job as files declare it.</summary>
/// <param name="Place">File and line, for messages.</param>
/// <param name="SaysEnabled">
/// Whether the file speaks of <c>enabled</c>. Where it does not, the switch is the operator's: a file that is applied again
/// must not turn on what somebody turned off.
/// </param>
internal sealed record JobEntry(JobDefinition Definition, string Place, bool SaysEnabled);
