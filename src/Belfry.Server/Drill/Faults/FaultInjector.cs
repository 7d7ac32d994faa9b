using System.Runtime.Versioning;
using Belfry.Server.Drill.Load;
using Belfry.Server.Drill.Network;
using Belfry.Server.Drill.Nodes;

namespace Belfry.Server.Drill.Faults;

/// <summary>
/// Does damage to nodes, one after the other by chance, and always leaves one alone. Kinds come in rounds: each is drawn once
/// before one is drawn again, and one for which no node is free waits for its turn.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class FaultInjector(IReadOnlyList<Place> places, DrillOptions options, Driver driver, FaultLog log, Chance chance)
{
    private const int RequestsLost = 5;
    private static readonly TimeSpan Armed = TimeSpan.FromSeconds(2);

    private static readonly Slowness SlowNetwork = new(TimeSpan.FromMilliseconds(200), 1_000_000);

    private readonly List<Task> underWay = [];
    private readonly List<FaultKind> drawn = [];

    /// <summary>Goes on until it is told to end; then waits until what it has begun is over and every node stands again.</summary>
    public async Task Run(CancellationToken stop)
    {
        FaultKind[] kinds = [.. options.Kinds.Where(kind => kind != FaultKind.Edit)];
        try
        {
            while (kinds.Length > 0)
            {
                await Task.Delay(options.FaultEvery * (0.5 + chance.NextDouble()), stop);
                if (drawn.Count == 0)
                {
                    drawn.AddRange(kinds.OrderBy(_ => chance.NextBits()));
                }

                int next = drawn.FindIndex(Begin);
                if (next >= 0)
                {
                    drawn.RemoveAt(next);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end that was asked for.
        }

        await Task.WhenAll(underWay);
    }

    // False: it cannot be done now.
    private bool Begin(FaultKind kind)
    {
        Place[] free = [.. places.Where(place => !place.Disturbed)];
        var begun = kind switch
        {
            FaultKind.KillAll => free.Length == places.Count ? KillAll() : null,
            FaultKind.Starve or FaultKind.Poison => Order(kind),
            _ => free.Length > 1 ? Disturb(free[chance.Next(free.Length)], kind) : null,
        };
        if (begun is not null)
        {
            underWay.Add(begun);
        }

        return begun is not null;
    }

    private Task Disturb(Place place, FaultKind kind)
    {
        var pause = TimeSpan.FromSeconds(0.5 + (1.5 * chance.NextDouble()));
        return place.Disturb(kind, async node =>
        {
            switch (kind)
            {
                case FaultKind.Kill:
                    await node.Kill();
                    await Task.Delay(pause);
                    await place.Start(CancellationToken.None);
                    break;
                case FaultKind.Freeze:
                    await Stopped(node, options.Lease * 3);
                    break;
                case FaultKind.Pause:
                    await Stopped(node, options.Lease / 3);
                    break;
                case FaultKind.Drain:
                    await node.Drain();
                    await place.Start(CancellationToken.None);
                    break;
                case FaultKind.Cut:
                    await place.Link!.BlackHole(options.Lease * 2);
                    break;
                case FaultKind.Slow:
                    place.Link!.Slowness = SlowNetwork;
                    await Task.Delay(options.Lease * 2);
                    place.Link.Slowness = null;
                    break;
                case FaultKind.Reset:
                    place.Link!.Reset();
                    break;
                case FaultKind.LoseRequest:
                    await place.Link!.LoseRequests(RequestsLost, Armed);
                    break;
                case FaultKind.LoseReply:
                    await place.Link!.LoseReplies(RequestsLost, Armed);
                    break;
            }
        });
    }

    private async Task KillAll()
    {
        int entry = log.Begin(FaultKind.KillAll, null, log.Clock.Now);
        var back = new TaskCompletionSource();
        var killed = new List<Task>();
        var done = places.Select(place => place.Disturb(FaultKind.KillAll, async node =>
        {
            var dead = node.Kill();
            lock (killed)
            {
                killed.Add(dead);
            }

            await dead;
            await back.Task;
            await place.Start(CancellationToken.None);
        })).ToArray();
        await Task.WhenAll(killed);
        await Task.Delay(TimeSpan.FromSeconds(2));
        back.SetResult();
        await Task.WhenAll(done);
        log.End(entry);
    }

    private async Task Order(FaultKind kind)
    {
        int entry = log.Begin(kind, null, log.Clock.Now);
        await driver.Order(kind == FaultKind.Starve ? "starve" : "die", options.Lease);
        await Task.Delay(kind == FaultKind.Starve ? options.Lease * 3 : TimeSpan.Zero);
        log.End(entry);
    }

    private static async Task Stopped(DrillNode node, TimeSpan time)
    {
        node.Stop();
        await Task.Delay(time);
        node.Continue();
    }
}
