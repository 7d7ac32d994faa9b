namespace Belfry.System.Tests.Guides;

/// <summary>What a guide shows is what its reader sees: each section's commands, on a server that is new for it.</summary>
public sealed class GuideTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Repeating these changes nothing: where the guide says what is seen in the end, they are asked until it is.
    private static readonly string[] Questions = ["list", "get", "why", "ticks", "stats", "logs", "groups"];

    public static TheoryData<string, string> Sections()
    {
        var sections = new TheoryData<string, string>();
        foreach (string page in new[] { "failures.md" })
        {
            foreach (var section in GuidePage.Sections(File.ReadAllText(Home(page))))
            {
                sections.Add(page, section.Title);
            }
        }

        return sections;
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public async Task A_section_shows_what_is_seen(string page, string title)
    {
        var section = GuidePage.Sections(File.ReadAllText(Home(page))).Single(section => section.Title == title);
        await using var server = await RunningServer.Start("server", "--slots", "8");
        foreach (var (name, text) in section.Files)
        {
            await File.WriteAllTextAsync(Path.Combine(server.Folder, name), text);
        }

        foreach (var command in section.Commands)
        {
            string said = "";
            bool isQuestion = command.Line.Split(' ').Any(Questions.Contains);
            var end = DateTime.UtcNow + (isQuestion ? Patience : TimeSpan.Zero);
            do
            {
                said = await server.Shell(command.Line);
            }
            while (!ShownOutput.Fits(command.Output, said) && DateTime.UtcNow < end);

            ShownOutput.Fits(command.Output, said).ShouldBeTrue(
                $"$ {command.Line}\nThe guide shows:\n{string.Join('\n', command.Output)}\nSeen:\n{said}\nThe server said:\n{server.Said}");
        }
    }

    private static string Home(string page) => Path.Combine(AppContext.BaseDirectory, "guides", page);
}
