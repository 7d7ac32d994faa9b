using Belfry.Server.CommandLine;
using Belfry.Server.Settings;

namespace Belfry.Server.Tests;

public sealed class ChannelSettingTests
{
    private const string File =
        """
        channels:
          ops-slack: { kind: slack, quiet: { from: "22:00", to: "07:00", zone: Europe/Paris, exceptDeadLetters: true } }
          mail: { kind: email, server: smtp.example.com, from: belfry@example.com, to: [ops@example.com], user: belfry }
          hook: { kind: webhook, url: "https://example.com/belfry", secret: a-secret-of-20-letters, wait: 30s, every: 5m }
        """;

    [Fact]
    public void Channels_come_from_the_file_and_their_secrets_from_variables()
    {
        var (channels, problems) = Read(File, new() { ["BELFRY_CHANNEL_OPS_SLACK_URL"] = "https://hooks.slack.com/services/x" });
        problems.ShouldBeEmpty();
        channels.Select(channel => (channel.Name, channel.Channel.Kind)).ShouldBe([("ops-slack", "slack"), ("mail", "email"), ("hook", "webhook")]);
        channels[0].Times.Quiet.ShouldNotBeNull().ExceptDeadLetters.ShouldBeTrue();
        (channels[2].Times.Wait, channels[2].Times.Every).ShouldBe((TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void A_missing_secret_names_the_variable_it_may_stand_in()
    {
        var (_, problems) = Read(File, []);
        problems.ShouldHaveSingleItem().ToString().ShouldBe("channels.ops-slack.url: is missing; write it here, or set BELFRY_CHANNEL_OPS_SLACK_URL.");
    }

    [Theory]
    [InlineData("channels: { a: { kind: pager } }", "channels.a.kind: must be slack, email or webhook.")]
    [InlineData("channels: { a: { kind: slak } }", "Did you mean slack?")]
    [InlineData("channels: { a: { kind: slack, url: nowhere } }", "channels.a.url: The address of the webhook is no address")]
    [InlineData("channels: { a: { kind: slack, url: \"https://x\", wat: 1s } }", "channels.a.wat: is not a field here. Did you mean wait?")]
    [InlineData("channels: { a: { kind: slack, url: \"https://x\", wait: 2d } }", "channels.a.wait: must be from 0s to 1d, not 2d.")]
    [InlineData("channels: { a: { kind: webhook, url: \"https://x\", secret: short } }", "at least 16")]
    [InlineData("channels: { a: { kind: email, server: s, from: nobody, to: [b@c] } }", "'nobody' is no mail address")]
    [InlineData("channels: { a: { kind: email, server: s, from: a@b, to: [b@c], port: 70000 } }", "channels.a.port: must be from 1 to 65,535")]
    [InlineData("channels: { a: { kind: slack, url: \"https://x\", quiet: { from: \"22:00\", to: \"7\" } } }", "channels.a.quiet.to: must be a time of the day")]
    [InlineData("channels: { a: { kind: slack, url: \"https://x\", quiet: { from: \"22:00\", to: \"22:00\" } } }", "begin when they end")]
    [InlineData("channels: { a: { kind: slack, url: \"https://x\", quiet: { from: \"22:00\", to: \"07:00\", zone: Mars } } }", "channels.a.quiet.zone")]
    [InlineData("channels: { a-b: { kind: slack, url: \"https://x\" }, a.b: { kind: slack, url: \"https://x\" } }", "and a-b read the same variables")]
    [InlineData("channels: [a]", "channels: must be an object")]
    public void What_is_wrong_with_a_channel_is_said_with_its_place(string file, string message) =>
        string.Join('\n', Read(file, []).Problems).ShouldContain(message);

    [Fact]
    public void A_wrong_channel_is_told_with_its_line_and_without_its_secrets()
    {
        var failure = Should.Throw<Failure>(() => Resolve("slots: 3\nchannels: { a: { kind: webhook, url: \"https://x/hunter2\", secret: hunter2 } }\n"));
        failure.Message.ShouldStartWith("the setting channels (belfry.yaml:2) cannot be used: channels.a: The secret of the webhook");
        failure.Message.ShouldNotContain("hunter2");
    }

    private static (IReadOnlyList<Notifications.NamedChannel> Channels, IReadOnlyList<Jobs.JobProblem> Problems) Read(
        string file, Dictionary<string, string> variables) =>
        ChannelSettings.Read(SettingsFile.Parse("belfry.yaml", file)[KnownSettings.Channels].Value!, name => variables.GetValueOrDefault(name));

    private static SettingValues Resolve(string file) =>
        SettingValues.Resolve(_ => null, _ => null, SettingsFile.Parse("belfry.yaml", file));
}
