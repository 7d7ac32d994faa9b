using Belfry.AspNetCore.Access;
using Belfry.Jobs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.AspNetCore.Http;

/// <summary>One request: what it asks, and the parts of Belfry that can answer.</summary>
internal sealed class ApiCall(HttpContext http, Caller? caller)
{
    public HttpContext Http { get; } = http;

    /// <summary>Who asks; null where no key is needed and none was given.</summary>
    public Caller? Caller { get; } = caller;

    /// <summary>Who asks, for the record.</summary>
    public string By => Caller?.Name ?? "anonymous";

    public CancellationToken Cancellation => Http.RequestAborted;

    public IStore Store => Service<IStore>();

    public JobControl Control => Service<JobControl>();

    public Ledger Ledger => Service<Ledger>();

    public TimeProvider Time => Service<TimeProvider>();

    public Query Query => field ??= new Query(Http.Request.Query);

    /// <summary>The job's name in the address.</summary>
    public string JobName
    {
        get => field ??= JobAddress.Segment(Http.Request);
        set;
    }

    /// <summary>The run's id in the address, or a unique beginning of it.</summary>
    public string RunId => RunAddress.Id(Http.Request);

    /// <summary>The address under which this application put Belfry.</summary>
    public string Base => Http.Request.PathBase + Http.GetEndpoint()?.Metadata.GetMetadata<BasePath>()?.Path;

    public T Service<T>()
        where T : notnull => Http.RequestServices.GetRequiredService<T>();

    public ValueTask<DateTimeOffset> Now() => Store.Now(Cancellation);

    public async Task<JobRecord> FindJob() =>
        await Store.Jobs.Get(JobName, Cancellation)
            ?? throw new JobNotFoundException($"There is no job named '{JsonReading.Short(JobName)}'.");

    public async Task<RunRecord> FindRun() =>
        await Store.Queries.Run(RunId, Cancellation)
            ?? throw new JobNotFoundException($"There is no run {RunId}, or several begin like that.");
}
