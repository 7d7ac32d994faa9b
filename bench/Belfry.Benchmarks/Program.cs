using Belfry.Benchmarks;

Func<Task<string>>? benchmark = args switch
{
    ["schedules"] => () => Task.FromResult(SchedulesBenchmark.Run()),
    ["plan"] => () => Task.FromResult(PlanBenchmark.Run()),
    ["quartz-drain", var runs] => () => QuartzBenchmark.Drain(int.Parse(runs)),
    ["quartz-start", var runs] => () => QuartzBenchmark.Start(int.Parse(runs)),
    ["quartz-work"] => QuartzBenchmark.Work,
    _ => null,
};

if (benchmark is null)
{
    Console.Error.WriteLine("usage: Belfry.Benchmarks schedules | plan | quartz-drain RUNS | quartz-start RUNS   (the last two at DATABASE_URL)");
    return 2;
}

Console.WriteLine(await benchmark());
return 0;
