using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.JobFiles;

namespace Belfry.Server.Tests;

public sealed class JobFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("belfry-files-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Problems_are_told_all_at_once_with_their_lines()
    {
        Write("jobs.yaml", """
            jobs:
              - name: a
                schedule: "@daily"
                run: {command: [/bin/true]}
                retry:
                  attempts: many
              - name: b
                schedul: "@daily"
                run: {command: [/bin/true]}
            """);
        var failure = Refused();
        failure.Details.Count.ShouldBe(2);
        failure.Details[0].ShouldContain("jobs.yaml:6: jobs[0].retry.attempts: ");
        failure.Details[1].ShouldContain("jobs.yaml:8: jobs[1].schedul: ");
        failure.Details[1].ShouldContain("schedule?");
    }

    [Fact]
    public void A_name_twice_is_told_with_both_places()
    {
        Write("a.yaml", Job("same"));
        Write("below/b.yml", "# a comment\n" + Job("same"));
        string detail = Refused().Details.ShouldHaveSingleItem();
        detail.ShouldContain("b.yml:3: the job same is defined in ");
        detail.ShouldContain("a.yaml:2 already");
    }

    [Fact]
    public void Folders_are_read_with_everything_below()
    {
        Write("a.yaml", Job("a"));
        Write("below/b.json", """{"jobs": [{"name": "b", "schedule": "manual", "run": {"command": ["/bin/true"]}}]}""");
        Write("below/notes.txt", "not a job file");
        JobFileSet.Read([folder]).Select(entry => entry.Definition.Name).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Something_else_than_a_job_file_is_refused()
    {
        Write("a.yaml", "- name: a\n");
        Refused().Details.ShouldHaveSingleItem().ShouldContain("an object with a list of jobs");
    }

    [Fact]
    public void A_switch_that_the_file_does_not_speak_of_stays_as_it_is()
    {
        var entry = new JobEntry(Definition("a"), "x:1", SaysEnabled: false);
        JobDifference.Of(entry, Definition("a") with { Enabled = false }).Kind.ShouldBe(JobChangeKind.Unchanged);
        JobDifference.Of(entry with { SaysEnabled = true }, Definition("a") with { Enabled = false }).Kind.ShouldBe(JobChangeKind.Changed);
    }

    [Fact]
    public void Only_what_differs_is_a_difference()
    {
        var difference = JobDifference.Of(
            new JobEntry(Definition("a") with { Schedule = "@hourly", Owner = "me" }, "x:1", false), Definition("a"));
        difference.Fields.Select(field => field.Path).ShouldBe(["schedule", "owner"]);
        difference.MovesTicks.ShouldBeTrue();
        JobDifference.Of(new JobEntry(Definition("a") with { Owner = "me" }, "x:1", false), Definition("a")).MovesTicks.ShouldBeFalse();
    }

    private Failure Refused() => Should.Throw<Failure>(() => JobFileSet.Read([folder]));

    private void Write(string name, string text)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static string Job(string name) => $"jobs:\n  - name: {name}\n    schedule: \"@daily\"\n    run: {{command: [/bin/true]}}\n";

    private static JobDefinition Definition(string name) => JobFile.Parse("x", Job(name), []).Single().Definition;
}
