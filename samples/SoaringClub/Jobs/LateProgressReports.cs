using Belfry.Jobs;
using SoaringClub.Mail;
using SoaringClub.Records;

namespace SoaringClub.Jobs;

/// <summary>Reminds instructors of lessons without a report a week later.</summary>
internal sealed class LateProgressReports(ClubFile club, ClubMail mail) : IJob
{
    private const string LateSql =
        """
        select instructor.email, student.name, lesson.day
        from lesson join member instructor on instructor.id = lesson.instructor join member student on student.id = lesson.student
        where not reported and lesson.day <= date(@day, '-7 days') order by lesson.day, student.name
        """;

    public async Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var late = club.Rows(
            LateSql,
            row => (Instructor: row.GetString(0), Line: $"{row.GetString(1)}, {row.GetString(2)}"),
            ("@day", ClubFile.Text(DateOnly.FromDateTime(run.Due.UtcDateTime))));
        foreach (var instructor in late.GroupBy(lesson => lesson.Instructor))
        {
            await mail.SendAsync(
                run, instructor.Key, "Progress reports are late", instructor.Select(lesson => lesson.Line), cancellation);
        }
    }
}
