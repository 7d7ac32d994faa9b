using Belfry.Jobs;

namespace Belfry.AspNetCore.Http;

/// <summary>A request that gets no further, with the answer it gets.</summary>
internal sealed class RequestRefused(int status, string detail, IReadOnlyList<JobProblem>? problems = null) : Exception(detail)
{
    public int Status { get; } = status;

    public IReadOnlyList<JobProblem>? Problems { get; } = problems;
}
