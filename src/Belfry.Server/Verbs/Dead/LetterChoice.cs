using System.CommandLine;
using System.Text.Json.Nodes;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Dead;

/// <summary>Which dead letters a verb is about: named, or by what they have in common.</summary>
internal sealed class LetterChoice
{
    private readonly Argument<string[]> ids = new("ID") { Description = "Ids of dead runs, or the start of them.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> group = new("--group") { HelpName = "FINGERPRINT", Description = "Those with this cause; the start of it is enough." };
    private readonly Option<string?> job = new("--job") { HelpName = "JOB", Description = "Those of this job." };
    private readonly Option<string?> since = new("--since") { HelpName = "WHEN", Description = "Those that died since an instant, or in the last 24h." };
    private readonly Option<bool> all = new("--all") { Description = "All of them." };

    public LetterChoice()
    {
        ids.CompletionSources.Add(Completion.DeadLetters);
        group.CompletionSources.Add(Completion.Causes);
        job.CompletionSources.Add(Completion.Jobs);
    }

    public IEnumerable<Symbol> Takes => [ids, group, job, since, all];

    /// <summary>The one letter that was named; null when it was several, or not by name.</summary>
    public string? Single(Invocation call) => call.Find(ids) is [var one] ? one : null;

    /// <summary>The query in one line; null when letters were named.</summary>
    public string? Query(Invocation call)
    {
        string[] terms =
        [
            .. Term("fingerprint", call.Get(group)),
            .. Term("job", call.Get(job)),
            .. Term("since", call.Get(since)),
        ];
        bool named = call.Find(ids) is { Length: > 0 };
        if (named && (terms.Length > 0 || call.Get(all)))
        {
            throw new Failure(Exit.Usage, "name letters, or say what they have in common with --group, --job or --since; not both.");
        }

        return named ? null
            : terms.Length > 0 ? string.Join(' ', terms)
            : call.Get(all) ? "all"
            : throw new Failure(
                Exit.Usage, "which dead letters? Name them, or say what they have in common.",
                next: "belfry dead list --causes shows what there is; --group FINGERPRINT, --job JOB, --since 24h or --all choose.");
    }

    /// <summary>The choice for a request's body.</summary>
    public async Task<JsonObject> Body(Invocation call, CancellationToken cancellation)
    {
        if (Query(call) is { } query)
        {
            return new JsonObject { ["q"] = query };
        }

        var whole = new JsonArray();
        foreach (string id in call.Find(ids)!)
        {
            whole.Add((await call.Api.Get(Route.Dead(id), cancellation)).At("id").AsText());
        }

        return new JsonObject { ["ids"] = whole };
    }

    /// <summary>Shows what would be taken.</summary>
    public async Task<Exit> Preview(Invocation call, CancellationToken cancellation)
    {
        if (Query(call) is { } query)
        {
            var answer = await call.Api.Get(Route.With("/dead", ("group", "fingerprint"), ("q", query)), cancellation);
            call.Report.List([.. answer.Items("items")], null, DeadList.Causes, "No dead letters.");
        }
        else
        {
            var letters = new List<System.Text.Json.JsonElement>();
            foreach (string id in call.Find(ids)!)
            {
                letters.Add(await call.Api.Get(Route.Dead(id), cancellation));
            }

            call.Report.List(letters, null, DeadList.Letters, "No dead letters.");
        }

        return Exit.Done;
    }

    private static IEnumerable<string> Term(string key, string? value)
    {
        if (value?.Contains(' ', StringComparison.Ordinal) == true)
        {
            throw new Failure(Exit.Usage, $"'{JsonReading.Short(value)}' has a space in it, which no {key} has.");
        }

        return value is null ? [] : [$"{key}:{value}"];
    }
}
