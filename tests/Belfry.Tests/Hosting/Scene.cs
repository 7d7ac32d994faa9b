using System.Text;
using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Tests.Hosting;

/// <summary>Runs handlers in a scope with a context, and remembers the steps they took.</summary>
internal sealed class Scene
{
    private readonly OutputCap output = new(10_000, 10_000);

    public List<string> Told { get; } = [];

    /// <summary>Steps that throw.</summary>
    public HashSet<string> Fail { get; } = [];

    public string Output => Encoding.UTF8.GetString(output.Finish());

    public Task Step(string name)
    {
        Told.Add(name);
        return Fail.Contains(name) ? Task.FromException(new InvalidOperationException(name)) : Task.CompletedTask;
    }

    public async Task Run(JobHandler handler, CancellationToken cancellation = default)
    {
        var services = new ServiceCollection().AddSingleton(this).AddScoped<HandlersTests.Token>();
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        await handler(scope.ServiceProvider, Context(), cancellation);
    }

    private JobContext Context() => new(new AttemptJournal(output, null, CancellationToken.None))
    {
        RunId = Guid.Empty,
        Job = "report",
        Due = default,
        Attempt = 1,
        MaxAttempts = 1,
        FencingToken = 1,
    };
}
