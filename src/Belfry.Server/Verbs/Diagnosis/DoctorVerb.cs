using System.Text.Json;
using Belfry.Redis;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Settings;

namespace Belfry.Server.Verbs.Diagnosis;

/// <summary><c>belfry doctor</c>: the settings with their sources, and whether a node could live here. Exit 10 on warnings.</summary>
internal static class DoctorVerb
{
    public static Verb Create(CommonFlags flags, SettingFlags settings) => new(
        "doctor", "Checks the settings, the store and this machine.", Run, settings.Node);

    private static async Task<Exit> Run(Invocation call, CancellationToken cancellation)
    {
        var settings = call.Settings;
        Finding[] findings = [.. await StoreCheck.Run(settings, call.Time, cancellation), .. await RedisCheck.Run(settings, call.Time, cancellation), .. MachineCheck.Run(settings)];
        if (call.Report.IsTable)
        {
            Print(call.Terminal, findings, settings);
        }
        else
        {
            call.Report.Thing(Json.Build(json =>
            {
                json.WriteStartObject();
                json.WriteItems("findings", findings.Select(finding => finding.ToJson()));
                json.WriteItems("settings", settings.All.Select(ToJson));
                json.WriteEndObject();
            }));
        }

        return findings.Max(finding => finding.Kind) switch
        {
            FindingKind.Ok => Exit.Done,
            FindingKind.Warning => Exit.Differences,
            _ => Exit.Failed,
        };
    }

    private static void Print(Terminal terminal, Finding[] findings, SettingValues settings)
    {
        int width = findings.Max(finding => finding.Subject.Length);
        foreach (var finding in findings)
        {
            terminal.Out.WriteLine($"{Sign(terminal, finding.Kind)} {finding.Subject.PadRight(width)}  {finding.Text}");
        }

        terminal.Out.WriteLine();
        Table.Write(
            terminal,
            [("SETTING", false), ("VALUE", false), ("FROM", false)],
            [.. settings.All.Select(value => (string[])[value.Setting.Name, Shown(value) ?? "-", value.Source])]);
    }

    private static string Sign(Terminal terminal, FindingKind kind) => kind switch
    {
        FindingKind.Ok => terminal.Paint(Ink.Green, "✓"),
        FindingKind.Warning => terminal.Paint(Ink.Amber, "⚠"),
        _ => terminal.Paint(Ink.Red, "▲"),
    };

    private static JsonElement ToJson(SettingValue value) => Json.Build(json =>
    {
        json.WriteStartObject();
        json.WriteString("name", value.Setting.Name);
        json.WriteString("value", Shown(value));
        json.WriteString("from", value.Source);
        json.WriteEndObject();
    });

    private static string? Shown(SettingValue value) => value switch
    {
        { Value: null } => null,
        { Setting.Secret: true } when value.Setting == KnownSettings.Store => StoreAddress.Masked(value.Value),
        { Setting.Secret: true } when value.Setting == KnownSettings.Redis => RedisAddress.Parse(value.Value).ToString(),
        { Setting.Secret: true } => "***",
        _ => value.Value,
    };
}
