using Belfry.Server.CommandLine;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Queues;

/// <summary><c>belfry queue get</c>.</summary>
internal static class QueueGet
{
    public static Verb Create(CommonFlags flags)
    {
        var name = QueueNames.Argument();
        return new Verb("get", "Shows one queue.", Run, name);

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            call.Report.Thing(await call.Api.Get(Route.Queue(call.Get(name)), cancellation), QueueNames.Columns);
            return Exit.Done;
        }
    }
}
