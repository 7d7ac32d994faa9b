namespace Belfry.Simulation;

/// <summary>Plans a seed's faults over the time of chaos.</summary>
internal sealed class Chaos(World world, Faults faults, Scenario scenario)
{
    public void Plan(TimeSpan from, TimeSpan to)
    {
        Some(faults.Kills, 4, from, to, Kill);
        Some(faults.Freezes, 4, from, to, Freeze);
        Some(faults.Outages, 3, from, to, Outage);
        Some(faults.ClockJumps, 4, from, to, () => Pick().Host.Time.Jump(Seconds(-3_000, 3_000)));
        Some(faults.Edits, 8, from, to, () => scenario.Edit(world.Chance));
        Some(faults.Pauses, 8, from, to, () => scenario.PauseOrResume(world.Chance));
        Some(faults.Cancels, 8, from, to, () => scenario.CancelSomething(world.Chance));
    }

    private void Some(bool on, int most, TimeSpan from, TimeSpan to, Action fault)
    {
        for (var i = on ? 1 + world.Chance.Next(most) : 0; i > 0; i--)
        {
            world.At(from + (to - from) * world.Chance.NextDouble(), null, fault);
        }
    }

    private void Kill()
    {
        var member = Pick();
        if (member.Host.Alive)
        {
            member.Host.Kill();
            world.At(Seconds(0, 6), null, () => scenario.Restart(member));
        }
    }

    private void Freeze()
    {
        var member = Pick();
        if (member.Host is { Alive: true, Frozen: false })
        {
            member.Host.Freeze();
            world.At(Seconds(0.5, 9), null, () =>
            {
                if (member.Host is { Alive: true, Frozen: true })
                {
                    member.Host.Thaw();
                }
            });
        }
    }

    // Of one node (a partition) or of all (the database is away).
    private void Outage()
    {
        var cut = world.Chance.Next(2) == 0 ? [Pick()] : scenario.Members.ToList();
        world.Note($"outage of {cut.Count}");
        foreach (var member in cut)
        {
            member.Network.Down = true;
        }

        world.At(Seconds(0.5, 12), null, () =>
        {
            foreach (var member in cut)
            {
                member.Network.Down = false;
            }
        });
    }

    private Member Pick() => scenario.Members[world.Chance.Next(scenario.Members.Count)];

    private TimeSpan Seconds(double from, double to) => TimeSpan.FromSeconds(from + (to - from) * world.Chance.NextDouble());
}
