namespace Belfry.System.Tests.Guides;

/// <summary>A command as a guide shows it, and what the reader is told to see.</summary>
internal sealed record GuideCommand(string Line, IReadOnlyList<string> Output);

/// <summary>What a section of a guide does, in its order: files it has the reader write, and commands.</summary>
internal sealed record GuideSection(string Title, IReadOnlyList<(string Name, string Text)> Files, IReadOnlyList<GuideCommand> Commands);

/// <summary>
/// A guide, by its sections. A block in YAML that begins with <c># name.yaml</c> is a file; in a console block a line that begins with
/// <c>$ </c> is a command, <c>&gt; </c> goes on with it, and everything else is output.
/// </summary>
internal static class GuidePage
{
    private const string Fence = "```";

    public static IReadOnlyList<GuideSection> Sections(string markdown)
    {
        var sections = new List<GuideSection>();
        string title = "";
        var files = new List<(string, string)>();
        var commands = new List<GuideCommand>();
        var lines = new Queue<string>(markdown.Split('\n'));
        while (lines.TryDequeue(out string? line))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                Add();
                (title, files, commands) = (line[3..], [], []);
            }
            else if (line == Fence + "yaml" && lines.TryPeek(out string? name) && name.StartsWith("# ", StringComparison.Ordinal) && name.EndsWith(".yaml", StringComparison.Ordinal))
            {
                lines.Dequeue();
                files.Add((name[2..], string.Join('\n', Block(lines)) + "\n"));
            }
            else if (line == Fence + "console")
            {
                commands.AddRange(Commands(Block(lines)));
            }
            else if (line.StartsWith(Fence, StringComparison.Ordinal))
            {
                Block(lines);
            }
        }

        Add();
        return sections;

        void Add()
        {
            if (commands.Count > 0)
            {
                sections.Add(new GuideSection(title, files, commands));
            }
        }
    }

    private static List<string> Block(Queue<string> lines)
    {
        var block = new List<string>();
        while (lines.TryDequeue(out string? line) && line != Fence)
        {
            block.Add(line);
        }

        return block;
    }

    private static IEnumerable<GuideCommand> Commands(List<string> block)
    {
        for (int i = 0; i < block.Count;)
        {
            string command = block[i++][2..];
            while (i < block.Count && block[i].StartsWith("> ", StringComparison.Ordinal))
            {
                command += "\n" + block[i++][2..];
            }

            int first = i;
            while (i < block.Count && !block[i].StartsWith("$ ", StringComparison.Ordinal))
            {
                i++;
            }

            yield return new GuideCommand(command, block[first..i]);
        }
    }
}
