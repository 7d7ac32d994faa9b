using System.CommandLine;
using System.Text.Json;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Jobs;

/// <summary>The argument that names a job, and what is said when there is no such job.</summary>
internal static class JobNames
{
    private const int MostGuessed = 1_000;

    public static Argument<string> Argument()
    {
        var argument = new Argument<string>("JOB") { Description = "Name of the job." };
        argument.CompletionSources.Add(Completion.Jobs);
        return argument;
    }

    public static Argument<string[]> SeveralArgument()
    {
        var argument = new Argument<string[]>("JOB") { Description = "Names of jobs.", Arity = ArgumentArity.OneOrMore };
        argument.CompletionSources.Add(Completion.Jobs);
        return argument;
    }

    /// <summary>Asks about a job; when there is none of that name, the failure says which one was probably meant.</summary>
    public static async Task<JsonElement> About(this Invocation call, string job, Func<Task<JsonElement>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask();
        }
        catch (Failure failure) when (failure.Exit == Exit.NotFound)
        {
            string[] names = [.. (await call.Api.List("/jobs", MostGuessed, cancellation)).Items.Select(item => item.At("name").AsText()).OfType<string>()];
            if (names.Contains(job))
            {
                throw;
            }

            throw new Failure(
                Exit.NotFound,
                $"there is no job '{job}'.",
                Spelling.Nearest(job, names) is { } guess ? $"Did you mean {guess}?" : null,
                "belfry job list shows all of them.",
                failure);
        }
    }

    public static Task<JsonElement> GetJob(this Invocation call, string job, CancellationToken cancellation, string below = "") =>
        call.About(job, () => call.Api.Get(Route.Job(job, below), cancellation), cancellation);
}
