using System.Diagnostics;
using System.Globalization;
using Belfry.Jobs;
using Belfry.Server.Hosting;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Belfry.Server.Bench;

/// <summary>A node that knows the jobs of the benches.</summary>
internal static class BenchNode
{
    public const string Nothing = "bench/nothing";

    /// <summary>Prints the monotonic time at which it starts, one line a run.</summary>
    public const string Timestamp = "bench/timestamp";

    public static async Task<IHost> Start(string address, int slots, TimeProvider time, CancellationToken cancellation)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddBelfry(belfry => belfry
            .UseStore(_ => OpenedStore.At(address, time))
            .AddHandler(Nothing, () => { })
            .AddHandler(Timestamp, (JobContext run) => Console.Out.WriteLine(Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture)))
            .Configure(options => options with { Name = "bench", Slots = slots, DrainTime = TimeSpan.FromSeconds(5), Retention = RetentionPolicy.Default with { SucceededCount = int.MaxValue } }));
        var host = builder.Build();
        await host.StartAsync(cancellation);
        return host;
    }
}
