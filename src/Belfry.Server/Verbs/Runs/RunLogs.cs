using System.CommandLine;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Runs;

/// <summary><c>belfry run logs</c>: the output of a run, byte for byte.</summary>
internal static class RunLogs
{
    public static Verb Create(CommonFlags flags)
    {
        var id = RunIds.Argument();
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the run has ended." };
        return new Verb("logs", "Shows the output of a run.", async (call, cancellation) =>
        {
            await Copy(call, call.Get(id), call.Get(follow), cancellation);
            return Exit.Done;
        }, id, follow);
    }

    public static async Task Copy(Invocation call, string id, bool follow, CancellationToken cancellation)
    {
        await using var output = Console.OpenStandardOutput();
        string path = Route.With(Route.Run(id, "/logs"), ("offset", "0"), ("follow", follow ? "true" : null));
        await using var log = await call.Api.Stream(path, cancellation);
        await log.CopyToAsync(output, cancellation);
    }
}
