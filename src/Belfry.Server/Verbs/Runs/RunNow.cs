using System.CommandLine;
using Belfry.Server.CommandLine;
using Belfry.Server.Verbs.Jobs;

namespace Belfry.Server.Verbs.Runs;

/// <summary>The noun <c>run</c>, which is a verb as well: <c>belfry run JOB</c> is <c>belfry job run JOB</c>.</summary>
internal static class RunNow
{
    public static Verb Create(CommonFlags flags)
    {
        var name = JobNames.Argument();
        name.Arity = ArgumentArity.ZeroOrOne; // the verbs below need none
        var now = new JobRun(flags);
        return new Verb("run", "Runs; and: run JOB runs a job now.", (call, cancellation) => call.Find(name) is { } job
            ? now.Run(call, job, cancellation)
            : throw new Failure(Exit.Usage, "belfry run needs a job to run, or a verb: list, get, logs, watch, cancel, retry.", next: "See belfry run --help."),
            [name, .. now.Takes]);
    }
}
