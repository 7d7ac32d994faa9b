using System.Text.Json.Nodes;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.JobFiles;

namespace Belfry.Server.Settings;

/// <summary><c>belfry.json</c> or <c>belfry.yaml</c>: one object, a key for each setting.</summary>
internal static class SettingsFile
{
    private static readonly string[] StandardNames = ["belfry.json", "belfry.yaml", "belfry.yml"];

    /// <param name="path">What <c>--config</c> names, or null to look in <paramref name="folder"/>.</param>
    public static IReadOnlyDictionary<Setting, SettingValue> Load(string? path, string folder)
    {
        if (path is null)
        {
            string[] found = [.. StandardNames.Where(name => File.Exists(Path.Combine(folder, name)))];
            if (found.Length > 1)
            {
                throw new Failure(
                    Exit.Usage,
                    $"there are two settings files here: {string.Join(" and ", found)}.",
                    "Only one is read, so that it is always clear which value counts.",
                    "Remove one, or name the one to use with --config.");
            }

            path = found.FirstOrDefault();
        }

        return path is null ? new Dictionary<Setting, SettingValue>() : Parse(path, Read(path, folder));
    }

    private static string Read(string path, string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(Exit.Usage, $"the settings file {path} cannot be read: {e.Message}", inner: e);
        }
    }

    public static IReadOnlyDictionary<Setting, SettingValue> Parse(string path, string text)
    {
        var document = YamlDocument.Parse(text, path);
        var values = new Dictionary<Setting, SettingValue>();
        if (document.Root is null)
        {
            return values;
        }

        if (document.Root is not JsonObject root)
        {
            throw new Failure(Exit.Usage, $"{path}: a settings file is one object, such as store: sqlite:belfry.db");
        }

        foreach (var (name, node) in root)
        {
            string place = $"{path}:{document.LineOf(name)}";
            var setting = KnownSettings.All.FirstOrDefault(known => known.Name == name) ?? throw Unknown(place, name);
            values[setting] = new SettingValue(setting, Text(place, name, node), place);
        }

        return values;
    }

    private static string? Text(string place, string name, JsonNode? node) => node switch
    {
        null => null,
        JsonArray words => string.Join(',', words.Select(word => Text(place, name, word))),
        JsonValue value => value.ToString(),
        JsonObject when name == ChannelSettings.Name => node.ToJsonString(),
        _ => throw new Failure(Exit.Usage, $"{place}: the setting {name} takes a plain value, not an object."),
    };

    private static Failure Unknown(string place, string name)
    {
        string[] names = [.. KnownSettings.All.Select(setting => setting.Name)];
        return new Failure(
            Exit.Usage,
            $"{place}: there is no setting '{name}'.",
            Spelling.Nearest(name, names) is { } guess ? $"Did you mean {guess}?" : null,
            $"The settings are {string.Join(", ", names)}.");
    }
}
