using Belfry.Jobs;
using Belfry.Notifications;
using Belfry.Redis;
using Belfry.Server.CommandLine;

namespace Belfry.Server.Settings;

/// <summary>All settings with their values and where each came from: flag, then variable, then file, then default.</summary>
internal sealed class SettingValues
{
    /// <summary>Source of a value that nothing sets.</summary>
    public const string Default = "default";

    private readonly Dictionary<Setting, SettingValue> values;

    private SettingValues(Dictionary<Setting, SettingValue> values) => this.values = values;

    public IEnumerable<SettingValue> All => KnownSettings.All.Select(setting => values[setting]);

    public string? this[Setting setting] => values[setting].Value;

    public string Store => this[KnownSettings.Store]!;
    public RedisAddress? Redis => this[KnownSettings.Redis] is { } address ? RedisAddress.Parse(address) : null;
    public IReadOnlyList<string> Urls => [.. Lists.Split(this[KnownSettings.Urls]!)];
    public IReadOnlyList<string> Roles => [.. Lists.Split(this[KnownSettings.Roles]!)];
    public IReadOnlyList<string>? Queues => this[KnownSettings.Queues] is { } queues ? [.. Lists.Split(queues)] : null;
    public int Slots => int.Parse(this[KnownSettings.Slots]!);
    public string? Node => this[KnownSettings.Node];
    public TimeSpan Lease => DurationText.TryParse(this[KnownSettings.Lease], out var time) ? time : default;
    public string? Environment => this[KnownSettings.EnvironmentIdentity];
    public TimeSpan? MaxSkew => this[KnownSettings.MaxSkew] is { } text && DurationText.TryParse(text, out var skew) ? skew : null;
    public string? AdminKey => this[KnownSettings.AdminKey];
    public Uri Server => new(Lists.Split(this[KnownSettings.Server]!).First());

    public IReadOnlyList<NamedChannel> Channels => this[KnownSettings.Channels] is { } text ? ChannelSettings.Parse(text) : [];

    public string SourceOf(Setting setting) => values[setting].Source;

    /// <summary>The same with one value that the program itself chose.</summary>
    public SettingValues With(Setting setting, string value) =>
        new(new Dictionary<Setting, SettingValue>(values) { [setting] = new(setting, value, "chosen here") });

    public bool IsOn(Setting feature) => this[feature] == "true";

    /// <exception cref="Failure">A value is wrong; the message says which, where and how it is written.</exception>
    public static SettingValues Resolve(
        Func<Setting, string?> flag, Func<string, string?> variable, IReadOnlyDictionary<Setting, SettingValue> file)
    {
        var values = new Dictionary<Setting, SettingValue>();
        foreach (var setting in KnownSettings.All)
        {
            var value = FromFlag(setting, flag)
                ?? FromVariable(setting, variable)
                ?? file.GetValueOrDefault(setting)
                ?? new SettingValue(setting, setting.Default, setting.Default is null ? "unset" : Default);
            values[setting] = Checked(value);
        }

        return new SettingValues(values);
    }

    private static SettingValue? FromFlag(Setting setting, Func<Setting, string?> flag) =>
        flag(setting) is { } value ? new SettingValue(setting, value, $"flag {setting.Flag}") : null;

    private static SettingValue? FromVariable(Setting setting, Func<string, string?> variable)
    {
        foreach (string name in setting.Variables)
        {
            if (variable(name) is { Length: > 0 } value)
            {
                return new SettingValue(setting, value, name);
            }
        }

        return setting == KnownSettings.Redis ? RedisFromParts(variable) : null;
    }

    // The three variables that hosting platforms set when they give no URL.
    private static SettingValue? RedisFromParts(Func<string, string?> variable) =>
        RedisAddress.UrlFrom(variable) is { } url ? new SettingValue(KnownSettings.Redis, url, "REDIS_HOST") : null;

    private static SettingValue Checked(SettingValue value)
    {
        if (value.Value is null || value.Setting.Check(value.Value) is not { } wrong)
        {
            return value;
        }

        string shown = value.Setting.Secret && value.Setting != KnownSettings.Store ? "" : $" '{StoreAddress.Masked(value.Value)}'";
        throw new Failure(
            Exit.Usage,
            $"the setting {value.Setting.Name}{shown} ({value.Source}) cannot be used: {wrong}.",
            next: $"Set it with {Ways(value.Setting)}. belfry doctor shows all settings.");
    }

    private static string Ways(Setting setting) => string.Join(
        ", ", new[] { setting.Flag, setting.Variables[0], $"{setting.Name} in belfry.yaml" }.OfType<string>());
}
