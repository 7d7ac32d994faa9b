using Belfry.Jobs;

namespace Etl;

/// <summary>Counts the rows of an extract that are no orders; too many are a failure, because somebody has changed the export.</summary>
internal sealed class Check(Folders folders) : IJob
{
    private const double Most = 0.1;

    public async Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var day = Days.Before(run.Due);
        var lines = await Days.ReadAsync(folders.Extracted(day), "extract", day, cancellation);
        int wrong = lines.Count(line => line.Split(',').Length != 4);
        run.Log($"{wrong} of {lines.Length} rows of {day:O} are no orders.");
        if (wrong > lines.Length * Most)
        {
            throw new InvalidDataException($"{wrong} of {lines.Length} rows are no orders; has the export changed?");
        }
    }
}
