using System.Collections.Frozen;

namespace Belfry.Jobs.Commands;

internal static class CommandRules
{
    private const string LoadsCode = "makes programs load code that is not part of the job";
    private const string ChangesShells = "changes what shells do before they reach the job's own lines";

    private static readonly FrozenDictionary<string, string> ForbiddenNames = new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = LoadsCode,
        ["LD_LIBRARY_PATH"] = LoadsCode,
        ["LD_AUDIT"] = LoadsCode,
        ["DOTNET_STARTUP_HOOKS"] = LoadsCode,
        ["PATH"] = "decides which program a name means (write the program's full path instead)",
        ["BASH_ENV"] = ChangesShells,
        ["ENV"] = ChangesShells,
        ["IFS"] = ChangesShells,
    }.ToFrozenDictionary(CommandVariables.NameComparer);

    public static IEnumerable<CommandProblem> Check(CommandSpec spec) =>
        CheckCommand(spec.Command)
            .Concat(spec.Environment.SelectMany(CheckVariable))
            .Concat(CheckWorkingDirectory(spec.WorkingDirectory))
            .Concat(CheckSuccess(spec.Success));

    private static IEnumerable<CommandProblem> CheckCommand(IReadOnlyList<string>? command)
    {
        if (command is not { Count: > 0 } || string.IsNullOrWhiteSpace(command[0]))
        {
            yield return new("command", "names no program; write it as a list, such as [/usr/local/bin/report, --yesterday].");
            yield break;
        }
        for (int i = 0; i < command.Count; i++)
        {
            if (command[i] is null || command[i].Contains('\0'))
            {
                yield return new(
                    $"command[{i}]",
                    "is missing or has a NUL character, which no argument can carry; take it out, or pass the value on stdin.");
            }
        }
    }

    private static IEnumerable<CommandProblem> CheckVariable(KeyValuePair<string, string> variable)
    {
        (string name, string value) = variable;
        if (name.Length == 0 || name.Contains('=') || name.Contains('\0'))
        {
            yield return new($"env.{name.Replace('\0', '?')}", "is not a name for a variable: it must not be empty nor have '=' or NUL in it.");
        }
        else if (name.StartsWith(CommandVariables.Prefix, CommandVariables.NameComparison))
        {
            yield return new($"env.{name}", $"is not yours to set: {CommandVariables.Prefix}* tells the command about its run; choose another name.");
        }
        else if (ForbiddenNames.TryGetValue(name, out string? reason))
        {
            yield return new($"env.{name}", $"is not allowed because it {reason}; leave it out.");
        }
        else if (value is null || value.Contains('\0'))
        {
            yield return new($"env.{name}", "has no value or a NUL character in it, which no variable can carry; take it out.");
        }
    }

    private static IEnumerable<CommandProblem> CheckWorkingDirectory(string? directory)
    {
        if (directory is null)
        {
            yield break;
        }
        if (string.IsNullOrWhiteSpace(directory) || directory.Contains('\0'))
        {
            yield return new("workdir", "is not a path; write one such as /srv/reports, or leave it out.");
        }
        else if (directory.Split('/', '\\').Contains(".."))
        {
            yield return new("workdir", "climbs with '..'; write the folder itself, such as /srv/reports.");
        }
    }

    private static IEnumerable<CommandProblem> CheckSuccess(IReadOnlyList<ExitCodeRange>? success)
    {
        if (success is { Count: 0 })
        {
            yield return new("success", "lists no exit code, so no run could ever succeed; list some, such as [0, 10-12], or leave it out.");
        }
        for (int i = 0; i < success?.Count; i++)
        {
            if (success[i].First > success[i].Last)
            {
                yield return new($"success[{i}]", $"runs backwards; write {success[i].Last}-{success[i].First}.");
            }
        }
    }
}
