using System.CommandLine;
using System.Text.Json.Nodes;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Locks;

/// <summary><c>belfry lock release</c>: with the token as its owner, without it by force.</summary>
internal static class LockRelease
{
    public static Verb Create(CommonFlags flags)
    {
        var name = new Argument<string>("LOCK") { Description = "Name of the lock." };
        name.CompletionSources.Add(Completion.Locks);
        var token = new Option<long?>("--token") { HelpName = "N", Description = "Proof of holding it; without it the lock is taken away." };
        return new Verb("release", "Releases a lock, or takes it away from whoever holds it.", Run, name, token, flags.Reason, flags.Yes)
        {
            Examples = ["belfry lock release store-auto-close --reason 'its holder hangs' --yes", "belfry lock release store-auto-close --token 42"],
        };

        Task<Exit> Run(Invocation call, CancellationToken cancellation) => call.Get(token) is { } proof
            ? Release(call, call.Get(name), proof, cancellation)
            : TakeAway(call, call.Get(name), cancellation);
    }

    private static async Task<Exit> Release(Invocation call, string name, long token, CancellationToken cancellation)
    {
        await call.Api.Post(Route.Lock(name, "/release"), new JsonObject { ["token"] = token }, cancellation);
        call.Terminal.Say($"✓ {name} is free");
        return Exit.Done;
    }

    private static async Task<Exit> TakeAway(Invocation call, string name, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(call.Reason))
        {
            throw new Failure(
                Exit.Usage,
                $"taking {name} away from its holder needs a reason.",
                "Its holder may still be at work, and notices only when it renews or writes with its token.",
                "Add --reason TEXT; or give --token N to release a lock of your own.");
        }

        call.Confirm($"Taking {name} away from its holder");
        var ended = await call.Api.Post(
            Route.Lock(name, "/release"), new JsonObject { ["force"] = true, ["reason"] = call.Reason }, cancellation);
        call.Terminal.Say($"✓ {name} was taken away from {ended.At("owner").AsText()} (token {ended.At("token").AsText()})");
        return Exit.Done;
    }
}
