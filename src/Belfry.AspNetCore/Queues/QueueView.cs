using Belfry.AspNetCore.Http;
using Belfry.Policies;
using Belfry.Storage;

namespace Belfry.AspNetCore.Queues;

/// <summary>A queue as the API answers it.</summary>
/// <param name="Waiting">Runs that could start if a node took them.</param>
/// <param name="Nodes">Nodes alive that serve it.</param>
/// <param name="Pause">Its own pause, else the one of everything, whose <c>queue</c> is null.</param>
/// <param name="NextStartAt">When its rate lets the next run start; null when it does so now.</param>
internal sealed record QueueView(
    string Name,
    long Waiting,
    int Running,
    DateTimeOffset? OldestWaiting,
    int Nodes,
    bool Paused,
    QueuePause? Pause,
    LimitPolicy? Limit,
    DateTimeOffset? NextStartAt)
{
    public static QueueView Of(QueueRecord queue) => new(
        queue.Name,
        queue.Waiting,
        queue.Running,
        queue.OldestWaiting,
        queue.Nodes,
        queue.Pause is not null,
        queue.Pause,
        queue.Limit?.Limit.Policy,
        queue.Limit?.NextStartAt);

    /// <summary>One that nobody has used yet is a queue as well: empty.</summary>
    public static async Task<QueueView> Find(ApiCall call, string name) =>
        Of((await call.Store.Queues.List(call.Cancellation)).FirstOrDefault(queue => queue.Name == name)
            ?? new QueueRecord(name, 0, 0, null, 0, null, null));
}
