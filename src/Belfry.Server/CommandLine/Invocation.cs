using System.CommandLine;
using System.CommandLine.Parsing;
using Belfry.Server.Output;
using Belfry.Server.Remote;
using Belfry.Server.Settings;

namespace Belfry.Server.CommandLine;

/// <summary>One call of one verb: its arguments, and the settings, terminal and server that go with them.</summary>
internal sealed class Invocation
{
    private readonly ParseResult parsed;
    private readonly CommonFlags flags;
    private readonly Lazy<SettingValues> settings;
    private readonly Lazy<Api> api;

    public Invocation(ParseResult parsed, CommonFlags flags, SettingFlags settingFlags, Terminal terminal)
    {
        this.parsed = parsed;
        this.flags = flags;
        Terminal = terminal;
        settings = new(() => SettingValues.Resolve(
            setting => settingFlags.ValueOf(parsed, setting),
            Environment.GetEnvironmentVariable,
            SettingsFile.Load(parsed.GetValue(flags.Config), Environment.CurrentDirectory)));
        api = new(() => Api.Connect(Settings, Takes(flags.Reason) ? Reason : null));
    }

    public CommonFlags Flags => flags;
    public Terminal Terminal { get; }
    public SettingValues Settings => settings.Value;
    public Api Api => api.Value;
    public TimeProvider Time => Terminal.Time;
    public bool Debug => parsed.GetValue(flags.Debug);

    /// <summary>Fires when the person asks a second time to end: what is under way is cut short.</summary>
    public CancellationToken Hurry { get; set; }

    /// <summary>What <c>-o</c> says, or null when the verb is free to choose.</summary>
    public string? Format => parsed.GetValue(flags.Output);
    public Report Report => new(Terminal, Format ?? "table");

    public int Limit => parsed.GetValue(flags.Limit);
    public string? Query => parsed.GetValue(flags.Query);
    public string? Reason => parsed.GetValue(flags.Reason);
    public bool DryRun => parsed.GetValue(flags.DryRun);
    public bool Yes => parsed.GetValue(flags.Yes);
    public TimeSpan? Timeout => parsed.GetValue(flags.Timeout);

    public bool Wait => parsed.GetValue(flags.Wait);

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);
    public T Get<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);
    public T? Find<T>(Argument<T> argument) => parsed.GetValue(argument);

    private bool Takes(Option option) => parsed.CommandResult.Command.Options.Contains(option);

    /// <summary>Asks before something that cannot be undone; without a terminal only <c>--yes</c> will do.</summary>
    public void Confirm(string what)
    {
        if (Yes)
        {
            return;
        }

        if (!Terminal.CanAsk)
        {
            throw new Failure(Exit.Usage, $"{what} needs to be confirmed, and there is nobody to ask.", next: "Add --yes to go ahead, or --dry-run to see what would happen.");
        }

        Terminal.Error.Write($"{what}. Go ahead? [y/N] ");
        if (Console.ReadLine()?.Trim().ToLowerInvariant() is not ("y" or "yes"))
        {
            throw new Failure(Exit.Failed, "nothing was changed.");
        }
    }
}
