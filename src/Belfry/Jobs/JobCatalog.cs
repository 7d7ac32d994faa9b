namespace Belfry.Jobs;

/// <summary>Runs one attempt of a class or delegate with the services of a scope of its own.</summary>
internal delegate Task JobHandler(IServiceProvider services, JobContext run, CancellationToken cancellation);

/// <summary>The handlers that this process knows, and the jobs that its code declares. Fixed once the node starts.</summary>
internal sealed class JobCatalog
{
    private readonly Dictionary<string, JobHandler> handlers = new(StringComparer.Ordinal);
    private readonly List<JobDefinition> declared = [];

    public IReadOnlyCollection<string> Handlers => handlers.Keys;

    /// <summary>Jobs to create or update in the store when the node starts.</summary>
    public IReadOnlyList<JobDefinition> Declared => declared;

    public void Add(string handler, JobHandler run)
    {
        if (!handlers.TryAdd(handler, run))
        {
            throw new ArgumentException($"A handler named '{handler}' is registered already; give one of the two another name.");
        }
    }

    public void Declare(JobDefinition definition) => declared.Add(definition);

    public JobHandler? Find(string handler) => handlers.GetValueOrDefault(handler);
}
