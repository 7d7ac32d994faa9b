namespace Belfry.Engine;

/// <summary>A background service: one function that does one batch and answers how long to wait for the next.</summary>
internal interface IService
{
    string Name { get; }

    ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation);
}
