using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Runs;

/// <summary>What is said when a run was made, and the waiting for it where asked.</summary>
internal static class RunStarted
{
    public static async Task<Exit> Show(Invocation call, string id, bool wait, CancellationToken cancellation)
    {
        call.Terminal.Say($"● run {id}");
        if (wait)
        {
            return await RunWatch.Await(call, id, cancellation);
        }

        if (call.Report.IsTable)
        {
            call.Terminal.Out.WriteLine(id);
        }
        else
        {
            call.Report.Thing(Json.Build(json =>
            {
                json.WriteStartObject();
                json.WriteString("id", id);
                json.WriteEndObject();
            }));
        }

        return Exit.Done;
    }
}
