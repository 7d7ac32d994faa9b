namespace Belfry.Simulation;

internal static class Program
{
    private static int Main(string[] args)
    {
        try
        {
            return Run(Arguments.Parse(args), Console.Out) ? 0 : 1;
        }
        catch (ArgumentException exception)
        {
            Console.Error.WriteLine(exception.Message);
            Console.Error.WriteLine(Arguments.Usage);
            return 2;
        }
    }

    private static bool Run(Arguments arguments, TextWriter output) =>
        arguments.Setting is { } setting ? Replay.Run(setting, arguments.Trace, arguments.Shrink, output)
        : arguments.Mutants ? MutantScore.Run(arguments.Mutant is { } mutant ? [mutant] : MutantList.All, arguments.From, arguments.Seeds ?? MutantScore.UsualSeeds, output)
        : SeedRun.Run(arguments.From, arguments.Seeds ?? SeedRun.UsualSeeds, arguments.Within, output);
}
