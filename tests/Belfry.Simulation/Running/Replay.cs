namespace Belfry.Simulation;

/// <summary>Plays one setting for somebody who wants to see it.</summary>
internal static class Replay
{
    public static bool Run(Setting setting, bool trace, bool shrink, TextWriter output)
    {
        var outcome = Simulator.Play(setting, trace ? output : null);
        output.WriteLine($"{setting.CommandLine}: {outcome.Steps:N0} steps, trace {outcome.Trace:x16}");
        output.WriteLine($"  {setting.Nodes} nodes, {setting.Jobs} jobs, {setting.Chaos} s of {string.Join(", ", setting.Faults.Order())}");
        if (outcome.Broken is null)
        {
            output.WriteLine("  every promise held");
            return true;
        }

        output.WriteLine($"  {(outcome.Broken is PromiseBrokenException ? outcome.Broken.Message : outcome.Broken)}");
        if (shrink)
        {
            var (smallest, tries) = Shrinking.Of(outcome);
            output.WriteLine($"  smallest of {tries} tries: {smallest.Broken!.Message}");
            output.WriteLine($"  {smallest.Setting.Nodes} nodes, {smallest.Setting.Jobs} jobs, {smallest.Setting.Chaos} s of {string.Join(", ", smallest.Setting.Faults.Order())}");
        }

        return false;
    }
}
