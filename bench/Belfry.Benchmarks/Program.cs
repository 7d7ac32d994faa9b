using Belfry.Benchmarks;

Func<string>? benchmark = args switch
{
    ["schedules"] => SchedulesBenchmark.Run,
    ["plan"] => PlanBenchmark.Run,
    _ => null,
};

if (benchmark is null)
{
    Console.Error.WriteLine("usage: Belfry.Benchmarks schedules | plan");
    return 2;
}

Console.WriteLine(benchmark());
return 0;
