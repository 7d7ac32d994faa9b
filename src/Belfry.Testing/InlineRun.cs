using System.Text;
using System.Text.Json;
using Belfry.Hosting;
using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Testing;

/// <summary>One attempt of a job, run in a unit test: no scheduler, no store, no other thread.</summary>
/// <remarks>
/// The job's set-up and tear-down run as they do in a node. What the job throws is kept in <see cref="Error"/>, so that its log can
/// be read; <see cref="EnsureSucceeded"/> throws it.
/// </remarks>
public sealed class InlineRun
{
    // More than any test writes; the cap's own behaviour is not for a job's tests.
    private const int MostOutput = 16 * 1024 * 1024;

    private readonly OutputCap output = new(MostOutput, 0);
    private readonly AttemptJournal journal;

    private InlineRun(InlineRunOptions options, CancellationToken cancellation)
    {
        journal = new AttemptJournal(output, Json(options.Checkpoint), cancellation);
        Context = options.Context(journal, Json(options.Args));
    }

    /// <summary>What the job was told about its run.</summary>
    public JobContext Context { get; }

    /// <summary>What the job threw; null when it succeeded.</summary>
    public Exception? Error { get; private set; }

    public bool Succeeded => Error is null;

    /// <summary>For how long the job put its run off; null when it did not.</summary>
    public TimeSpan? Snoozed => (Error as SnoozeException)?.Time;

    /// <summary>The lines that the job logged.</summary>
    public IReadOnlyList<string> Log { get; private set; } = [];

    /// <summary>The last progress that the job reported, 0 to 1; null when it reported none.</summary>
    public double? Progress { get; private set; }

    public string? ProgressText { get; private set; }

    /// <summary>Runs a job class, made with constructor injection.</summary>
    /// <param name="services">What the job needs.</param>
    public static Task<InlineRun> OfAsync<TJob>(
        Action<IServiceCollection>? services = null, InlineRunOptions? options = null, CancellationToken cancellation = default)
        where TJob : class, IJob => RunAsync(Handlers.OfClass<TJob>(), services, options, cancellation);

    /// <summary>Runs a job that the test has made itself; it is not disposed.</summary>
    public static Task<InlineRun> OfAsync(IJob job, InlineRunOptions? options = null, CancellationToken cancellation = default) =>
        RunAsync((_, run, token) => Handlers.RunSteps(job, run, token), null, options, cancellation);

    /// <summary>Runs a delegate, with services for its parameters.</summary>
    public static Task<InlineRun> OfAsync(
        Delegate job,
        Action<IServiceCollection>? services = null,
        InlineRunOptions? options = null,
        CancellationToken cancellation = default) => RunAsync(Handlers.OfDelegate(job), services, options, cancellation);

    /// <summary>The state that the job kept for its next attempt, or the one it was given; the default value when there is none.</summary>
    public T? Checkpoint<T>() => Context.Checkpoint<T>();

    /// <summary>Throws what the job threw, with its stack trace; answers itself when it succeeded.</summary>
    public InlineRun EnsureSucceeded()
    {
        if (Error is { } error)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        }

        return this;
    }

    private static async Task<InlineRun> RunAsync(
        JobHandler handler, Action<IServiceCollection>? services, InlineRunOptions? options, CancellationToken cancellation)
    {
        options ??= new InlineRunOptions();
        var collection = new ServiceCollection();
        collection.AddSingleton(options.Time);
        services?.Invoke(collection);
        collection.AddSilentLogging();
        await using var provider = collection.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var run = new InlineRun(options, cancellation);
        try
        {
            await handler(scope.ServiceProvider, run.Context, cancellation);
        }
        catch (Exception exception)
        {
            run.Error = exception;
        }

        run.Read();
        return run;
    }

    private void Read()
    {
        var said = journal.TakeNews(Context.RunId, Context.FencingToken, Guid.Empty);
        (Progress, ProgressText) = (said?.Progress, said?.ProgressText);
        if (said?.Output is { } text)
        {
            Log = Encoding.UTF8.GetString(text.Bytes.Span).TrimEnd('\n').Split('\n');
        }
    }

    private static JsonElement? Json(object? value) =>
        value is null ? null : JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);
}
