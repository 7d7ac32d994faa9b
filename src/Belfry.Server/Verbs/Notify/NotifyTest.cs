using System.CommandLine;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Notify;

/// <summary><c>belfry notify test</c>.</summary>
internal static class NotifyTest
{
    public static Verb Create(CommonFlags flags)
    {
        var channel = new Argument<string>("CHANNEL") { Description = "Name of the channel." };
        channel.CompletionSources.Add(Completion.Channels);
        return new Verb("test", "Sends a message to a channel now, and says whether it was taken.", Run, channel)
        {
            Examples = ["belfry notify test ops-slack"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            string name = call.Get(channel);
            var result = await call.Api.Post(Route.Channel(name, "/test"), null, cancellation);
            bool delivered = result.At("delivered")?.GetBoolean() == true;
            if (!call.Report.IsTable)
            {
                call.Report.Thing(result);
            }
            else
            {
                call.Terminal.Say(delivered ? $"✓ channel {name} took the message" : $"channel {name} did not take the message: {result.At("error").AsText()}");
            }

            return delivered ? Exit.Done : Exit.Failed;
        }
    }
}
