using Belfry.Jobs.Commands;
using Belfry.Schedules;

namespace Belfry.Server.Verbs.Schedules;

/// <summary>The command of a crontab's line, in its environment.</summary>
internal static class CrontabCommand
{
    private const string SearchPath = "PATH";

    // A job's own environment must not decide which program its name means, and every crontab of Debian sets PATH: the
    // shell that runs the line may decide it, because that is where cron's PATH counts too.
    public static CommandSpec Of(CrontabJob line)
    {
        string export = line.Environment.TryGetValue(SearchPath, out string? path)
            ? $"export {SearchPath}='{path.Replace("'", "'\\''", StringComparison.Ordinal)}'; "
            : "";
        return new CommandSpec
        {
            Command = [.. line.Command.SkipLast(1), export + line.Command[^1]],
            Stdin = line.Stdin,
            Environment = line.Environment.Where(variable => variable.Key != SearchPath).ToDictionary(),
        };
    }
}
