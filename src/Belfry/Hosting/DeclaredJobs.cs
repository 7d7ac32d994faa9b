using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Storage;
using Microsoft.Extensions.Logging;

namespace Belfry.Hosting;

/// <summary>The jobs that the application declares in code.</summary>
internal sealed class DeclaredJobs(
    IStore store, JobControl control, JobCatalog catalog, NodeOptions node, ILogger<DeclaredJobs> logger)
{
    /// <summary>Stores them, unless the store belongs to another environment: there they are somebody else's jobs of the same names.</summary>
    public async Task Store(CancellationToken cancellation)
    {
        if (catalog.Declared.Count == 0)
        {
            return;
        }

        if (await store.Nodes.Environment(cancellation) is { } environment && environment != node.Environment)
        {
            EngineLog.NotDeclared(logger, environment, node.Environment ?? "nothing");
            return;
        }

        await control.Declare(catalog.Declared, cancellation);
    }
}
