using System.Security.Cryptography;
using System.Text;
using Belfry.AspNetCore.Access;
using Belfry.AspNetCore.Http;
using Belfry.AspNetCore.Status;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Page;

/// <summary>
/// <c>GET /</c>: one page that shows where everything stands. Without a session it is an empty frame that asks for the key.
/// </summary>
internal static class StatusPage
{
    private const int JobRows = 100;
    private const int Rows = 30;

    private static readonly string Style = Resource("status.css");
    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));
    private static readonly IReadOnlyCollection<RunState> Active = [RunState.Running, RunState.Retrying, RunState.Queued];

    public static async Task<IResult> Handle(ApiCall call)
    {
        Html main = call.Caller is null ? SignInForm.Render() : await Content(call);
        AllowOwnParts(call.Http.Response);
        return Results.Content(Frame(call, main).ToString(), "text/html", Encoding.UTF8);
    }

    public static Task<IResult> Script(ApiCall call) =>
        Task.FromResult(Results.Content(Resource("status.js"), "text/javascript", Encoding.UTF8));

    private static async Task<Html> Content(ApiCall call)
    {
        var queries = call.Store.Queries;
        var overview = await Overview.Read(call);
        var jobs = await queries.Jobs(new JobQuery(Limit: JobRows), call.Cancellation);
        var lastRuns = await queries.LastRuns([.. jobs.Items.Select(job => job.Name)], call.Cancellation);
        var active = await queries.Runs(new RunQuery(States: Active, Limit: Rows), call.Cancellation);
        var latest = await queries.Runs(new RunQuery(Limit: Rows), call.Cancellation);
        return $"""
            {Totals.Render(overview)}
            {RunTable.Active(active.Items, overview.Now)}
            {JobTable.Render(jobs, lastRuns, overview.Now)}
            {RunTable.Latest(latest.Items, overview.Now)}
            """;
    }

    private static Html Frame(ApiCall call, Html main)
    {
        string home = call.Base + "/";
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Belfry</title>
            <link rel="icon" href="data:,">
            <style>{Inline(Style)}</style>
            <script src="{home}status.js" defer></script>
            </head>
            <body data-home="{home}" data-live="{(call.Caller is null ? "no" : "yes")}">
            <header><h1>Belfry</h1><span id="live" role="status"></span></header>
            <main>{main}</main>
            </body>
            </html>
            """;
    }

    private static void AllowOwnParts(HttpResponse response) => response.Headers.ContentSecurityPolicy =
        $"default-src 'none'; script-src 'self'; style-src 'sha256-{StyleHash}'; connect-src 'self'; img-src data:; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static Html Inline(string ownFile)
    {
        Html piece = $"";
        piece.AppendLiteral(ownFile);
        return piece;
    }

    private static string Resource(string name)
    {
        using var stream = typeof(StatusPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
