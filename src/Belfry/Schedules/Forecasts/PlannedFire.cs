namespace Belfry.Schedules.Forecasts;

/// <summary>A tick to come.</summary>
internal readonly record struct PlannedFire(DateTimeOffset Due, PlannedJob Job)
{
    public PlanPosition Position => new(Due, Job.Name);
}
