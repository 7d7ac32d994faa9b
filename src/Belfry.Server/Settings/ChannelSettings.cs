using System.Text.Json;
using Belfry.Jobs;
using Belfry.Notifications;
using Belfry.Schedules;
using Belfry.Server.CommandLine;
using Belfry.Server.JobFiles;

namespace Belfry.Server.Settings;

/// <summary>
/// The <c>channels</c> setting: an object, a channel for each name. What is secret of a channel may stand in a variable instead:
/// <c>BELFRY_CHANNEL_OPS_SLACK_URL</c> is the <c>url</c> of <c>ops-slack</c>.
/// </summary>
internal static class ChannelSettings
{
    public const string Name = "channels";

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>What is wrong with the setting, or null.</summary>
    public static string? Check(string value)
    {
        var (_, problems) = Read(value, Environment.GetEnvironmentVariable);
        return problems is [var first, ..] ? $"{first.ToString().TrimEnd('.')}" : null;
    }

    /// <summary>The channels of a setting that has been checked.</summary>
    public static IReadOnlyList<NamedChannel> Parse(string value) => Read(value, Environment.GetEnvironmentVariable).Channels;

    /// <param name="variable">Environment variables.</param>
    public static (IReadOnlyList<NamedChannel> Channels, IReadOnlyList<JobProblem> Problems) Read(string value, Func<string, string?> variable)
    {
        var reading = new JsonReading();
        var channels = new List<NamedChannel>();
        if (Root(value, reading) is { } all)
        {
            foreach (string name in all.Names)
            {
                if (Clash(name, channels) is { } other)
                {
                    reading.Wrong(all.At(name), $"and {other} read the same variables ({Variable(name, "…")}); rename one.");
                }

                if (JobName.Problem(name) is { } wrong)
                {
                    reading.Wrong(all.At(name), wrong);
                }

                if (all.Object(name) is { } fields && OneOf(name, new SecretFields(fields, name, variable), reading) is { } channel)
                {
                    channels.Add(channel);
                }
            }
        }

        return (channels, reading.Problems);
    }

    /// <summary>The variable that a secret of a channel may stand in.</summary>
    public static string Variable(string channel, string field) =>
        $"BELFRY_CHANNEL_{string.Concat(channel.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'))}_{field.ToUpperInvariant()}";

    private static JsonFields? Root(string value, JsonReading reading)
    {
        try
        {
            var root = YamlDocument.Parse(value, Name).Root;
            return JsonFields.Open(JsonSerializer.SerializeToElement(root), Name, reading);
        }
        catch (Failure failure)
        {
            reading.Wrong(Name, failure.Message);
            return null;
        }
    }

    private static string? Clash(string name, List<NamedChannel> channels) =>
        channels.Find(channel => Variable(channel.Name, "") == Variable(name, ""))?.Name;

    private static NamedChannel? OneOf(string name, SecretFields secrets, JsonReading reading)
    {
        var fields = secrets.Fields;
        string? kind = fields.Text("kind");
        int before = reading.Problems.Count;
        IChannel? channel = kind switch
        {
            "slack" => Slack(secrets, reading),
            "email" => Email(secrets, reading),
            "webhook" => Webhook(secrets, reading),
            _ => null,
        };
        if (kind is not ("slack" or "email" or "webhook"))
        {
            string meant = kind is null ? "" : JsonReading.Meant(kind, ["slack", "email", "webhook"]);
            reading.Wrong(fields.At("kind"), $"must be slack, email or webhook.{meant}");
            return null;
        }

        var times = new ChannelTimes
        {
            Wait = Length(fields, "wait", reading) ?? new ChannelTimes().Wait,
            Every = Length(fields, "every", reading) ?? new ChannelTimes().Every,
            Quiet = Quiet(fields, reading),
        };
        fields.Close();
        return reading.Problems.Count == before && channel is not null ? new NamedChannel(name, channel, times) : null;
    }

    private static SlackChannel? Slack(SecretFields secrets, JsonReading reading) =>
        secrets.Required("url", reading) is { } url ? Made(secrets.Fields.At("url"), reading, () => new SlackChannel(Address(url))) : null;

    private static WebhookChannel? Webhook(SecretFields secrets, JsonReading reading) =>
        (secrets.Required("url", reading), secrets.Required("secret", reading)) is ({ } url, { } secret)
            ? Made(secrets.Fields.Path, reading, () => new WebhookChannel(Address(url), secret))
            : null;

    private static EmailChannel? Email(SecretFields secrets, JsonReading reading)
    {
        var fields = secrets.Fields;
        var (server, from) = (secrets.Required("server", reading), secrets.Required("from", reading));
        var to = fields.Texts("to", "[ops@example.com]");
        int port = fields.Whole("port") ?? 587;
        var options = new EmailOptions
        {
            Server = server ?? "",
            From = from ?? "",
            To = to ?? [],
            Port = port,
            User = secrets.Text("user"),
            Password = secrets.Text("password"),
            Tls = fields.Flag("tls") ?? true,
        };
        if (port is < 1 or > 65_535)
        {
            reading.Wrong(fields.At("port"), $"must be from 1 to 65,535, not {port:N0}.");
        }

        return server is null || from is null ? null : Made(fields.Path, reading, () => new EmailChannel(options));
    }

    private static Uri Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url)
        ? url
        : throw new ArgumentException("The address of the webhook is no address such as https://example.com/hook.");

    // The classes refuse what they cannot work with, in sentences for people; a parameter's name in brackets is not for them.
    private static T? Made<T>(string path, JsonReading reading, Func<T> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (ArgumentException exception)
        {
            reading.Wrong(path, exception.Message.Split(" (Parameter")[0]);
            return null;
        }
    }

    private static TimeSpan? Length(JsonFields fields, string name, JsonReading reading)
    {
        if (fields.Duration(name) is not { } length)
        {
            return null;
        }

        if (JobValidation.Length(length, TimeSpan.Zero, LongestWait) is { } wrong)
        {
            reading.Wrong(fields.At(name), wrong);
        }

        return length;
    }

    private static QuietHours? Quiet(JsonFields channel, JsonReading reading)
    {
        if (channel.Object("quiet") is not { } quiet)
        {
            return null;
        }

        var (from, to, zone) = (Time(quiet, "from", reading), Time(quiet, "to", reading), quiet.Text("zone"));
        bool except = quiet.Flag("exceptDeadLetters") ?? false;
        quiet.Close();
        if (from is null || to is null)
        {
            return null;
        }

        try
        {
            return new QuietHours(from.Value, to.Value, zone) { ExceptDeadLetters = except };
        }
        catch (Exception exception) when (exception is ScheduleException or ArgumentException)
        {
            reading.Wrong(exception is ScheduleException ? quiet.At("zone") : quiet.Path, exception.Message.Split(" (Parameter")[0]);
            return null;
        }
    }

    private static TimeOnly? Time(JsonFields quiet, string name, JsonReading reading)
    {
        if (TimeOnly.TryParseExact(quiet.Text(name), "HH:mm", out var time))
        {
            return time;
        }

        reading.Wrong(quiet.At(name), "must be a time of the day in quotes, such as \"22:00\".");
        return null;
    }

    /// <summary>Fields of a channel, any of which may come from a variable.</summary>
    private sealed class SecretFields(JsonFields fields, string channel, Func<string, string?> variable)
    {
        public JsonFields Fields => fields;

        public string? Text(string name) =>
            fields.Text(name) is var written && variable(Variable(channel, name)) is { Length: > 0 } set ? set : written;

        public string? Required(string name, JsonReading reading)
        {
            if (Text(name) is { } text)
            {
                return text;
            }

            if (!fields.Has(name))
            {
                reading.Wrong(fields.At(name), $"is missing; write it here, or set {Variable(channel, name)}.");
            }

            return null;
        }
    }
}
