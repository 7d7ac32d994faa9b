using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Quartz;

namespace Belfry.Benchmarks;

/// <summary>Quartz.NET, clustered on PostgreSQL, tuned as its documentation advises for throughput.</summary>
internal static class QuartzBenchmark
{
    private const int Threads = 100;

    public static async Task<string> Drain(int runs)
    {
        Nothing.Left = new CountdownEvent(runs);
        await using var services = Services<Nothing>();
        var scheduler = await Scheduler(services);
        var job = JobBuilder.Create<Nothing>().WithIdentity("nothing").StoreDurably().Build();
        await scheduler.AddJob(job);
        for (var i = 0; i < runs; i++)
        {
            await scheduler.ScheduleJob(TriggerBuilder.Create().WithIdentity($"t{i}").ForJob(job).StartNow().Build());
        }

        var began = Stopwatch.GetTimestamp();
        await scheduler.Start();
        Nothing.Left.Wait();
        var rate = runs / Stopwatch.GetElapsedTime(began).TotalSeconds;
        await scheduler.Shutdown();
        return Invariant($$"""{"peer":"quartz","bench":"drain","runs":{{runs}},"perSecond":{{rate:0}}}""");
    }

    /// <summary>From a trigger stored by this process to the start in another one.</summary>
    public static async Task<string> Start(int runs)
    {
        await using var services = Services<Measured>();
        var scheduler = await Scheduler(services);
        var job = JobBuilder.Create<Measured>().WithIdentity("measured").StoreDurably().Build();
        await scheduler.AddJob(job);
        using var worker = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["quartz-work"]) { RedirectStandardOutput = true })!;
        await worker.StandardOutput.ReadLineAsync();
        var late = new List<double>();
        for (var i = 0; i < runs; i++)
        {
            var at = Stopwatch.GetTimestamp();
            await scheduler.ScheduleJob(TriggerBuilder.Create().WithIdentity($"t{i}").ForJob(job).StartNow().Build());
            var started = long.Parse((await worker.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            late.Add(Stopwatch.GetElapsedTime(at, started).TotalMilliseconds);
            await Task.Delay(50 + i * 37 % 100);
        }

        worker.Kill();
        late.Sort();
        return Invariant($$"""{"peer":"quartz","bench":"start","runs":{{runs}},"p50Ms":{{late[runs / 2]:0.0}},"p99Ms":{{late[(int)Math.Ceiling(runs * 0.99) - 1]:0.0}}}""");
    }

    public static async Task<string> Work()
    {
        await using var services = Services<Measured>();
        var scheduler = await Scheduler(services);
        await scheduler.Start();
        Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite);
        return "";
    }

    private static ServiceProvider Services<TJob>()
        where TJob : class, IJob
    {
        var database = new Uri(Environment.GetEnvironmentVariable("DATABASE_URL") ?? throw new InvalidOperationException("DATABASE_URL is not set."));
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = database.Host, Port = database.Port, Username = database.UserInfo, Database = database.AbsolutePath[1..], MaxPoolSize = Threads + 20,
        };
        var services = new ServiceCollection();
        services.AddTransient<TJob>();
        services.AddQuartz(quartz =>
        {
            quartz.UseDefaultThreadPool(Threads);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(NpgsqlFactory.Instance, connection.ConnectionString);
                store.ProvisionSchema();
                store.UseClustering();
            });
        });
        services.Configure<QuartzSchedulerOptions>(options => (options.MaxBatchSize, options.IdleWaitTime) = (Threads, TimeSpan.FromSeconds(1)));
        return services.BuildServiceProvider();
    }

    private static async Task<IScheduler> Scheduler(IServiceProvider services) =>
        await services.GetRequiredService<ISchedulerFactory>().GetScheduler();

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Nothing : IJob
    {
        public static CountdownEvent Left { get; set; } = new(1);

        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            Left.Signal();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Measured : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            Console.WriteLine(Stopwatch.GetTimestamp());
            return ValueTask.CompletedTask;
        }
    }
}
