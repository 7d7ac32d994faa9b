using Belfry.AspNetCore.Http;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Belfry.AspNetCore.Runs;

/// <summary>
/// <c>GET /runs/{id}/logs?offset&amp;attempt&amp;follow</c>: the output of an attempt as plain text. Following goes on until the
/// attempt ends, and begins with the next attempt when the run still waits for one.
/// </summary>
internal static class ReadLog
{
    private const int PieceBytes = 64 * 1024;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    public static async Task<IResult> Handle(ApiCall call)
    {
        int offset = call.Query.Whole("offset", 0, int.MaxValue, 0);
        int attempt = call.Query.Whole("attempt", 0, int.MaxValue, 0);
        bool follow = call.Query.Flag("follow") ?? false;
        call.Query.Close();
        var run = await call.FindRun();
        return new LogResult(call, run, attempt == 0 ? null : attempt, offset, follow);
    }

    private sealed class LogResult(ApiCall call, RunRecord run, int? attempt, long offset, bool follow) : IResult
    {
        // A server that ends does not wait for those who follow.
        private readonly CancellationToken stopping = call.Service<IHostApplicationLifetime>().ApplicationStopping;

        public async Task ExecuteAsync(HttpContext http)
        {
            // A download, not a page: whatever a job prints, no browser shall take it for something to render.
            http.Response.ContentType = "text/plain; charset=utf-8";
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"{run.Id:n}.log\"";
            await http.Response.StartAsync(call.Cancellation);
            await http.Response.Body.FlushAsync(call.Cancellation);
            while (await WritePiece(http.Response) || (follow && await Wait()))
            {
            }
        }

        /// <summary>False when there is nothing more right now.</summary>
        private async Task<bool> WritePiece(HttpResponse response)
        {
            var piece = await call.Store.Queries.Output(run.Id, attempt, offset, PieceBytes, call.Cancellation);
            if (piece is not null)
            {
                // From here on this attempt alone: the offset is one of its output.
                attempt = piece.Attempt;
                follow &= !piece.End;
            }

            if (piece is not { Bytes.Length: > 0 })
            {
                return false;
            }

            await response.Body.WriteAsync(piece.Bytes, call.Cancellation);
            await response.Body.FlushAsync(call.Cancellation);
            offset = piece.Offset + piece.Bytes.Length;
            return true;
        }

        /// <summary>False when no more output can come.</summary>
        private async Task<bool> Wait()
        {
            var now = await call.Store.Queries.Run(run.Id.ToString("n"), call.Cancellation);
            if (now is null || now.FinishedAt is not null)
            {
                // One more look: the end may have come with the last of the output.
                follow = false;
                return now is not null;
            }

            await Task.Delay(LookAgain, call.Time, call.Cancellation);
            return !stopping.IsCancellationRequested;
        }
    }
}
