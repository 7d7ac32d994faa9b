using Belfry.Jobs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Belfry.AspNetCore.Http;

/// <summary>An error as RFC 9457 wants it.</summary>
/// <param name="Type">Nothing more to read than the status code: <c>about:blank</c>.</param>
/// <param name="Detail">What is wrong and what to do.</param>
/// <param name="Errors">The places in the request, when there are such.</param>
/// <param name="Error">Where a schedule text is wrong, for programs that point at it.</param>
internal sealed record Problem(
    string Type, string Title, int Status, string Detail, IReadOnlyList<JobProblem>? Errors, object? Error)
{
    public static IResult Of(int status, string detail, IReadOnlyList<JobProblem>? errors = null, object? error = null) =>
        ApiJson.Result(
            new Problem("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, errors, error),
            status,
            "application/problem+json");

    public static IResult Of(IReadOnlyList<JobProblem> problems)
    {
        string detail = problems.Count == 1 ? problems[0].ToString() : $"There are {problems.Count} problems; see errors.";
        return Of(problems.All(problem => problem.WellFormed) ? 422 : 400, detail, problems);
    }
}
