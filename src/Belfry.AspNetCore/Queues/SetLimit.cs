using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Queues;

/// <summary>
/// <c>POST /queues/{name}/limit {running?, starts?, per?}</c> and <c>POST /tags/{name}/limit</c>: sets the limit; with none of the
/// three it is removed.
/// </summary>
internal static class SetLimit
{
    private sealed record Request(LimitPolicy Policy, string? Reason);

    public static async Task<IResult> OfQueue(ApiCall call)
    {
        string queue = QueueAddress.Queue(call);
        await Set(call, LimitScope.Queue, queue);
        return ApiJson.Ok(await QueueView.Find(call, queue));
    }

    public static async Task<IResult> OfTag(ApiCall call)
    {
        var limit = await Set(call, LimitScope.Tag, QueueAddress.Tag(call));
        var uses = await call.Store.Queues.Limits(call.Cancellation);
        return ApiJson.Ok(LimitView.Of(uses.FirstOrDefault(use => (use.Limit.Scope, use.Limit.Name) == (limit.Scope, limit.Name))
            ?? new LimitUse(limit, 0, null)));
    }

    private static async Task<Limit> Set(ApiCall call, LimitScope scope, string name)
    {
        call.Query.Close();
        var request = await JsonBody.Read(call.Http.Request, Read);
        JobProblem[] problems = [.. LimitRules.Problems("", request.Policy)];
        if (problems.Length > 0)
        {
            throw new JobInvalidException(problems);
        }

        var limit = new Limit(scope, name, request.Policy);
        await call.Store.Queues.Limit(limit, call.Cancellation);
        call.Record(limit.Policy.IsNone ? "removed the limit of" : "limited", $"{EnumWords<LimitScope>.Of(scope)} {name}", request.Reason);
        call.WakeNodes();
        return limit;
    }

    private static Request Read(JsonFields fields, JsonReading reading) =>
        new(LimitJson.Fields(fields), Reason.Read(fields, reading));
}
