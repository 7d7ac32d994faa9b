namespace Belfry.Server.Bench;

/// <summary>The day that a filled history lies in: long enough ago for retention to drop it.</summary>
internal static class PastDay
{
    public static readonly TimeSpan Age = TimeSpan.FromDays(40);

    public static DateTimeOffset From { get; } = new(DateTime.SpecifyKind((TimeProvider.System.GetUtcNow() - Age).Date, DateTimeKind.Utc));
}
