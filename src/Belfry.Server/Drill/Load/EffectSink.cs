using System.Globalization;
using Belfry.Server.Drill.Checks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Belfry.Server.Drill.Load;

/// <summary>What the drill's jobs change. It takes no token lower than the highest it has seen for a run: the reference of fencing.</summary>
internal sealed class EffectSink : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, long> highest = [];
    private readonly List<Effect> effects = [];
    private readonly DrillClock clock;
    private readonly WebApplication app;

    private EffectSink(DrillClock clock)
    {
        this.clock = clock;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(Receive);
    }

    public Uri Address => new(app.Urls.First());

    public IReadOnlyList<Effect> Effects
    {
        get
        {
            lock (gate)
            {
                return [.. effects];
            }
        }
    }

    public static async Task<EffectSink> Start(DrillClock clock)
    {
        var sink = new EffectSink(clock);
        await sink.app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task Receive(HttpContext http)
    {
        var run = Guid.Parse(http.Request.Headers["Idempotency-Key"].ToString());
        long token = long.Parse(http.Request.Headers["X-Belfry-Fencing-Token"].ToString(), CultureInfo.InvariantCulture);
        http.Response.StatusCode = Take(run, token, http.Request.Headers["X-Process"].ToString())
            ? StatusCodes.Status204NoContent
            : StatusCodes.Status409Conflict;
        return Task.CompletedTask;
    }

    private bool Take(Guid run, long token, string process)
    {
        lock (gate)
        {
            bool accepted = token >= highest.GetValueOrDefault(run);
            effects.Add(new Effect(clock.Now, process, run, token, accepted));
            if (accepted)
            {
                highest[run] = token;
            }

            return accepted;
        }
    }
}
