using System.Reflection;
using Belfry.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Hosting;

/// <summary>Makes handlers of classes and delegates, with injection.</summary>
internal static class Handlers
{
    public static JobHandler OfClass<TJob>()
        where TJob : class, IJob
    {
        var create = ActivatorUtilities.CreateFactory<TJob>([]);
        return (services, run, cancellation) => RunClass(create(services, null), run, cancellation);
    }

    /// <exception cref="ArgumentException">The delegate answers something that is no task.</exception>
    public static JobHandler OfDelegate(Delegate run)
    {
        var method = run.Method;
        if (method.ReturnType != typeof(void) && method.ReturnType != typeof(Task) && method.ReturnType != typeof(ValueTask)
            && !method.ReturnType.IsSubclassOf(typeof(Task)))
        {
            throw new ArgumentException($"A job's delegate answers Task, ValueTask or nothing, not {method.ReturnType.Name}.", nameof(run));
        }

        var parameters = method.GetParameters();
        return async (services, context, cancellation) =>
        {
            var arguments = Array.ConvertAll(parameters, parameter =>
                parameter.ParameterType == typeof(JobContext) ? context
                : parameter.ParameterType == typeof(CancellationToken) ? cancellation
                : services.GetRequiredService(parameter.ParameterType));
            var answer = method.Invoke(run.Target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
            await (answer switch
            {
                Task task => task,
                ValueTask task => task.AsTask(),
                _ => Task.CompletedTask,
            });
        };
    }

    /// <summary>Set-up, body, tear-down of one attempt.</summary>
    public static async Task RunSteps(IJob job, JobContext run, CancellationToken cancellation)
    {
        await job.SetUpAsync(run, cancellation);
        try
        {
            await job.RunAsync(run, cancellation);
        }
        catch
        {
            await TearDownAfterFailure(job, run, cancellation);
            throw;
        }

        await job.TearDownAsync(run, cancellation);
    }

    private static async Task RunClass(IJob job, JobContext run, CancellationToken cancellation)
    {
        try
        {
            await RunSteps(job, run, cancellation);
        }
        finally
        {
            await DisposeOf(job);
        }
    }

    // The run's own error is the one to record; a second one from the tear-down goes to the output.
    private static async Task TearDownAfterFailure(IJob job, JobContext run, CancellationToken cancellation)
    {
        try
        {
            await job.TearDownAsync(run, cancellation);
        }
        catch (Exception exception)
        {
            run.Log($"Tear-down failed too: {exception}");
        }
    }

    // The container disposes what it made; the job itself was made beside it.
    private static async ValueTask DisposeOf(IJob job)
    {
        if (job is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
        else
        {
            (job as IDisposable)?.Dispose();
        }
    }
}
