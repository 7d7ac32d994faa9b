using System.CommandLine;
using Belfry.Server.Settings;

namespace Belfry.Server.CommandLine;

/// <summary>The flags that set settings.</summary>
internal sealed class SettingFlags
{
    private readonly Dictionary<Setting, Option<string?>> options = KnownSettings.All
        .Where(setting => setting.Flag is not null)
        .ToDictionary(setting => setting, Flag);

    /// <summary>Which server to talk to: understood everywhere.</summary>
    public IEnumerable<Option> Client => options.Where(pair => IsClient(pair.Key)).Select(pair => pair.Value);

    /// <summary>What a node is: for the verbs that are one, or open the store themselves.</summary>
    public IEnumerable<Option> Node => options.Where(pair => !IsClient(pair.Key)).Select(pair => pair.Value);

    public Option Of(Setting setting) => options[setting];

    public string? ValueOf(ParseResult parsed, Setting setting) =>
        options.TryGetValue(setting, out var option) ? parsed.GetValue(option) : null;

    private static bool IsClient(Setting setting) => setting == KnownSettings.Server || setting == KnownSettings.ClientKey;

    private static Option<string?> Flag(Setting setting)
    {
        var flag = new Option<string?>(setting.Flag!)
        {
            HelpName = setting.Name.ToUpperInvariant(),
            Description = $"{setting.Means} ({setting.Variables[0]})",
            Recursive = IsClient(setting),
        };
        if (setting.Default == "false")
        {
            // Named is on.
            flag.Arity = ArgumentArity.Zero;
            flag.CustomParser = _ => "true";
        }

        return flag;
    }
}
