using System.Globalization;

namespace Belfry.Schedules.Crontabs;

/// <summary>Goes through the lines of one crontab and keeps the environment that they build up.</summary>
internal sealed class CrontabReader(string source, bool hasUserColumn)
{
    private const string DefaultShell = "/bin/sh";
    private static readonly string[] Mail = ["MAILTO", "MAILFROM", "CONTENT_TYPE", "CONTENT_TRANSFER_ENCODING"];

    private readonly List<CrontabJob> _jobs = [];
    private readonly List<CrontabRemark> _refused = [];
    private readonly List<CrontabRemark> _notes = [];
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private readonly CrontabNames _names = new(source);
    private string? _zone;
    private TimeSpan _jitter;

    public CrontabImport Result => new(_jobs, _refused, _notes);

    public void Read(int number, string line)
    {
        var text = line.Trim(' ', '\t');
        if (text.Length == 0 || text[0] == '#')
            return;
        if (CrontabSetting.TryRead(text, out var name, out var value))
            Set(number, line, name, value);
        else if (ReadJob(number, line, text) is { } reason)
            _refused.Add(new(number, line, reason));
    }

    private void Set(int number, string line, string name, string value)
    {
        if (Mail.Contains(name))
        {
            if (value.Length > 0)
                _notes.Add(new(number, line, $"{name} is not carried over: output is kept with each run, and notifications are set up on the job."));
            return;
        }
        if (name == "RANDOM_DELAY")
        {
            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes < 24 * 60)
                _jitter = TimeSpan.FromMinutes(minutes);
            else
                _notes.Add(new(number, line, "RANDOM_DELAY is not a number of minutes and has no effect."));
            return;
        }
        if (name is "CRON_TZ" or "TZ")
            _zone = value.Length == 0 ? null : value.TrimStart(':');
        if (name != "CRON_TZ")
            _environment[name] = value;
    }

    // The reason why it cannot be a job; null when it was added.
    private string? ReadJob(int number, string raw, string line)
    {
        if (CrontabLine.Split(line, hasUserColumn, out var parts) is { } reason)
            return reason;
        if (parts.Schedule.StartsWith("@reboot", StringComparison.OrdinalIgnoreCase))
            return "@reboot has no meaning on a cluster: nodes start and stop at any time.";
        if (VixieFields.Translate(parts.Schedule, out var schedule, out var note) is { } fault)
            return fault;
        var (command, stdin) = CrontabLine.SplitInput(parts.Command);
        var name = _names.For(parts.Command);
        var text = _zone is null ? schedule : schedule + " in " + _zone;
        if (!Schedule.TryParse(text, new ScheduleOptions { Seed = name }, out var parsed, out var error))
            return error.Message;
        if (parsed.NeverFires)
            return "It never fires: no date matches it.";
        if (note is not null)
            _notes.Add(new(number, raw, note));
        _names.Take(name);
        var shell = _environment.GetValueOrDefault("SHELL", DefaultShell);
        _jobs.Add(new(number, name, text, [shell, "-c", command], stdin, new Dictionary<string, string>(_environment, StringComparer.Ordinal), parts.User, _jitter));
        return null;
    }
}
