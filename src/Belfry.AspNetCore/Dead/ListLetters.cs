using Belfry.AspNetCore.Http;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Dead;

/// <summary>
/// <c>GET /dead?job&amp;fingerprint&amp;since&amp;q&amp;cursor&amp;limit</c>: newest first. With <c>group=fingerprint</c> by cause, counted up to
/// 10,000 each.
/// </summary>
internal static class ListLetters
{
    private const string Group = "fingerprint";

    public static async Task<IResult> Handle(ApiCall call)
    {
        var now = await call.Now();
        var asked = LetterQuery.Read(call.Query.Text("q") ?? "", now, message => call.Query.Wrong("q", message));
        var query = new DeadQuery(
            call.Query.Text("job") ?? asked.Job,
            call.Query.Text("fingerprint") is { } cause ? LetterQuery.Fingerprint(cause, message => call.Query.Wrong("fingerprint", message)) : asked.Fingerprint,
            call.Query.Text("since") is { } since ? LetterQuery.Since(since.Replace(' ', '+'), now, message => call.Query.Wrong("since", message)) : asked.Since,
            call.Query.Position(),
            call.Query.Limit());
        string? group = call.Query.Text("group");
        if (group is not (null or Group))
        {
            call.Query.Wrong("group", $"must be {Group}.");
        }

        call.Query.Close();
        if (group is null)
        {
            var page = await call.Store.DeadLetters.List(query, call.Cancellation);
            return ApiJson.Page(page.Items.Select(LetterView.Of), page.Next);
        }

        var groups = await call.Store.DeadLetters.Groups(query, call.Cancellation);
        return ApiJson.Page(groups.Select(GroupView.Of));
    }

    /// <param name="CountIsExact">False when there may be more than were counted.</param>
    private sealed record GroupView(
        string Fingerprint,
        int Count,
        bool CountIsExact,
        string Type,
        string Message,
        IReadOnlyList<string> Jobs,
        DateTimeOffset FirstAt,
        DateTimeOffset LastAt)
    {
        public static GroupView Of(DeadGroup group) => new(
            group.Fingerprint,
            group.Count,
            group.Count < DeadGroup.MostCounted,
            group.Error.Type,
            group.Error.Message,
            group.Jobs,
            group.FirstAt,
            group.LastAt);
    }
}
