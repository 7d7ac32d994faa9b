namespace Belfry.Jobs;

/// <summary>There is no job (or run) of that name.</summary>
public sealed class JobNotFoundException(string what) : Exception(what);

/// <summary>The job exists already, or was changed since it was read.</summary>
public sealed class JobConflictException(string what) : Exception(what);

/// <summary>The definition cannot be stored as it is; every problem is named.</summary>
public sealed class JobInvalidException(IReadOnlyList<JobProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems.Select(problem => $"{problem.Path}: {problem.Message}")))
{
    public IReadOnlyList<JobProblem> Problems { get; } = problems;
}
