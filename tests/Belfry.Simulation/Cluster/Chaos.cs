namespace Belfry.Simulation;

/// <summary>Plans a seed's faults. Each class draws from a chance of its own, so that one less changes nothing about the others.</summary>
internal sealed class Chaos(World world, Cluster cluster)
{
    private static readonly double[] ForwardSteps = [0.5, 3, 30, 90, 600];

    private readonly List<Member> members = cluster.Members;

    public void Plan(TimeSpan from, TimeSpan to)
    {
        Some(Fault.Kills, 4, Kill);
        Some(Fault.Freezes, 4, Freeze);
        Some(Fault.Starvation, 3, chance => Pick(chance).Host.Starve(Seconds(chance, 0.5, 14)));
        Some(Fault.Drains, 3, chance => cluster.Drain(Pick(chance), Seconds(chance, 0, 3)));
        Some(Fault.Partitions, 4, chance => Cut([Pick(chance)], Seconds(chance, 0.5, 12)));
        Some(Fault.Outages, 2, chance => Cut([.. members], Seconds(chance, 0.5, 10)));
        Some(Fault.WallClockSteps, 4, chance => Pick(chance).Host.Time.Step(Seconds(chance, -3_000, 3_000)));
        Some(Fault.StoreClockSteps, 2, StepStoreClock);
        Some(Fault.Suspends, 1, Suspend);
        Some(Fault.Edits, 6, cluster.Operators.Edit, closeToTicks: true);
        Some(Fault.Pauses, 10, cluster.Operators.PauseOrResume, closeToTicks: true);
        Some(Fault.Cancels, 6, cluster.Operators.Cancel);
        Some(Fault.Deletions, 3, cluster.Operators.DeleteAndCreate, closeToTicks: true);
        Some(Fault.Requests, 8, cluster.Operators.Request);
        Some(Fault.Breakers, 6, Trip);

        void Some(Fault fault, int most, Action<Chance> happen, bool closeToTicks = false)
        {
            if (!world.Setting.Has(fault))
            {
                return;
            }

            var chance = world.ChanceOf((int)fault);
            for (var i = 1 + chance.Next(most); i > 0; i--)
            {
                // Shorter chaos has the first of the faults of longer chaos.
                var at = from + TimeSpan.FromSeconds(Setting.LongestChaos * chance.NextDouble());
                at = closeToTicks && chance.Next(2) == 0 ? WhileTicksAreFired(at, chance) : at;
                if (at < to)
                {
                    world.At(at, () => happen(chance));
                }
            }
        }
    }

    // Ticks are whole seconds, and fired ahead by a fixed time: whoever changes a job has three calls to make before.
    private static TimeSpan WhileTicksAreFired(TimeSpan at, Chance chance) =>
        TimeSpan.FromSeconds(Math.Ceiling(at.TotalSeconds)) - Timing.LookAhead - TimeSpan.FromMilliseconds(chance.Next(90));

    private void Kill(Chance chance)
    {
        var (member, pause) = (Pick(chance), Seconds(chance, 0, 6));
        if (member.Host.Alive)
        {
            cluster.Crash(member, pause);
        }
    }

    private void Freeze(Chance chance)
    {
        var (member, time) = (Pick(chance), Seconds(chance, 0.5, 9));
        if (member.Host is { Alive: true, Frozen: false })
        {
            member.Host.Freeze();
            world.At(time, () => Thaw(member.Host, TimeSpan.FromSeconds(2)));
        }
    }

    private void Trip(Chance chance)
    {
        if (chance.Next(3) == 0)
        {
            cluster.Operators.TurnBreaker(chance);
            return;
        }

        world.Note("what some jobs call is down");
        cluster.Executions.TargetDown = true;
        world.At(Seconds(chance, 1, 8), () => cluster.Executions.TargetDown = false);
    }

    private void Cut(List<Member> cut, TimeSpan time)
    {
        world.Note($"{(cut.Count == 1 ? cut[0].Host.Name : "everybody")} is cut off for {time.TotalSeconds:0.0} s");
        cut.ForEach(member => member.Network.Down = true);
        world.At(time, () => cut.ForEach(member => member.Network.Down = false));
    }

    private void StepStoreClock(Chance chance) => world.StoreTime.Step(chance.Next(3) == 0
        ? -Seconds(chance, 0.2, 6)
        : TimeSpan.FromSeconds(ForwardSteps[chance.Next(ForwardSteps.Length)] * (0.5 + chance.NextDouble())));

    // Where the system counts the sleep, every timer is over when it wakes; where it does not, only the wall clocks have moved.
    private void Suspend(Chance chance)
    {
        var (time, counted) = (Seconds(chance, 45, 75), chance.Next(2) == 0);
        world.Note($"the host sleeps for {time.TotalSeconds:0} s{(counted ? "" : ", and does not count them")}");
        if (counted)
        {
            world.Sleep(time);
            world.StoreTime.Step(TimeSpan.Zero);
            cluster.Prolong(time);
        }
        else
        {
            world.StoreTime.Step(time);
            members.ForEach(member => member.Host.Time.Step(time));
        }

        members.ForEach(member => member.Host.Woke(Timing.LeaseTime));
    }

    private static void Thaw(Host host, TimeSpan blindFor)
    {
        if (host is { Alive: true, Frozen: true })
        {
            host.Thaw(blindFor);
        }
    }

    private Member Pick(Chance chance) => members[chance.Next(members.Count)];

    private static TimeSpan Seconds(Chance chance, double from, double to) =>
        TimeSpan.FromSeconds(from + ((to - from) * chance.NextDouble()));
}
