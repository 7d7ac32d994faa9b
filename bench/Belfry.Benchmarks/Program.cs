using Belfry.Benchmarks;

switch (args)
{
    case ["schedules"]:
        Console.WriteLine(SchedulesBenchmark.Run());
        return 0;
    case ["quartz-drain", var runs]:
        Console.WriteLine(await QuartzBenchmark.Drain(int.Parse(runs)));
        return 0;
    case ["quartz-start", var runs]:
        Console.WriteLine(await QuartzBenchmark.Start(int.Parse(runs)));
        return 0;
    case ["quartz-work"]:
        await QuartzBenchmark.Work();
        return 0;
    default:
        Console.Error.WriteLine("usage: Belfry.Benchmarks schedules | quartz-drain RUNS | quartz-start RUNS   (the last two at DATABASE_URL)");
        return 2;
}
