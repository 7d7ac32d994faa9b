using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.Operations;
using Belfry.Server.Verbs.Runs;

namespace Belfry.Server.Verbs.Dead;

/// <summary><c>belfry dead retry</c>: one letter at once, many as an operation.</summary>
internal static class DeadRetry
{
    public static Verb Create(CommonFlags flags)
    {
        var letters = new LetterChoice();
        var rate = new Option<string?>("--rate") { HelpName = "N/TIME", Description = "At most so many start in a time, such as 20/min." };
        var canary = new Option<int?>("--canary") { HelpName = "N", Description = "So many go first; the rest follows when all of them have succeeded." };
        var stopOn = new Option<string?>("--stop-on") { HelpName = "failure|N", Description = "After the first failure, or so many, the letters that are left stay." };
        var version = CommonFlags.Choice("--version", [], ["same", "latest"], "The job's definition of then, or the present one. Default latest.");
        return new Verb("retry", "Runs dead letters again.", Run, [.. letters.Takes, rate, canary, stopOn, version, flags.Reason, flags.Wait, flags.Timeout, flags.DryRun])
        {
            Examples =
            [
                "belfry dead retry 0190b6a0",
                "belfry dead retry --group e7a1 --rate 20/min --canary 5 --wait",
                "belfry dead retry --all --dry-run",
            ],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            if (call.DryRun)
            {
                return await letters.Preview(call, cancellation);
            }

            var how = ReasonBody.Of(call) ?? [];
            if (call.Get(version) is { } word)
            {
                how["version"] = word;
            }

            if (letters.Single(call) is { } one && letters.Query(call) is null)
            {
                var answer = await call.Api.Post(Route.Dead(one, "/retry"), how, cancellation);
                return await RunStarted.Show(call, answer.At("id").AsText()!, call.Wait, cancellation);
            }

            foreach (var (name, value) in await letters.Body(call, cancellation))
            {
                how[name] = value?.DeepClone();
            }

            how["rate"] = call.Get(rate);
            how["canary"] = call.Get(canary);
            how["stopOn"] = StopOn(call.Get(stopOn));
            return await OperationStarted.Show(call, await call.Api.Post("/dead/retry", how, cancellation), cancellation);
        }
    }

    private static JsonNode? StopOn(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : text;
}
