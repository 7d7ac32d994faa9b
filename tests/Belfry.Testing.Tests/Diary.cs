using System.Globalization;
using Belfry.Jobs;

namespace Belfry.Testing.Tests;

/// <summary>What jobs note as they run, by the clock they were given.</summary>
internal sealed class Diary(TimeProvider time)
{
    public List<string> Lines { get; } = [];

    public void Note(string what) =>
        Lines.Add(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd HH:mm:ss} {what}"));

    public void Note(JobContext run) => Note(run.Job);
}
