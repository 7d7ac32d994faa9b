using Belfry.Benchmarks;

if (args is not ["schedules"])
{
    Console.Error.WriteLine("usage: Belfry.Benchmarks schedules");
    return 2;
}

Console.WriteLine(SchedulesBenchmark.Run());
return 0;
