using Belfry.Server.CommandLine;
using Belfry.Server.Settings;

namespace Belfry.Server.Tests;

public sealed class SettingTests
{
    private const string File = "slots: 3\nstore: sqlite:file.db\nqueues: [reports, mail]\nenableMetricsCollection: false\n";

    [Fact]
    public void A_flag_comes_before_a_variable_before_the_file_before_the_default()
    {
        var settings = Resolve(
            File,
            flags: new() { [KnownSettings.Store] = "sqlite:flag.db" },
            variables: new() { ["BELFRY_STORE"] = "sqlite:variable.db", ["BELFRY_ROLES"] = "api" });
        settings.Store.ShouldBe("sqlite:flag.db");
        settings.Roles.ShouldBe(["api"]);
        settings.Slots.ShouldBe(3);
        settings.Queues.ShouldBe(["reports", "mail"]);
        settings.Lease.ShouldBe(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Each_value_says_where_it_comes_from()
    {
        var settings = Resolve(File, variables: new() { ["BELFRY_ROLES"] = "api" });
        settings.SourceOf(KnownSettings.Slots).ShouldBe("belfry.yaml:1");
        settings.SourceOf(KnownSettings.Roles).ShouldBe("BELFRY_ROLES");
        settings.SourceOf(KnownSettings.Urls).ShouldBe("default");
        settings.SourceOf(KnownSettings.Redis).ShouldBe("unset");
    }

    [Fact]
    public void Features_are_on_unless_something_turns_them_off()
    {
        var settings = Resolve(File, variables: new() { ["BELFRY_ENABLE_AUTOMATIC_RECOVERY"] = "false" });
        settings.IsOn(KnownSettings.MetricsCollection).ShouldBeFalse();
        settings.IsOn(KnownSettings.AutomaticRecovery).ShouldBeFalse();
        settings.IsOn(KnownSettings.DuplicatePrevention).ShouldBeTrue();
    }

    [Fact]
    public void Redis_is_put_together_from_its_parts()
    {
        Resolve(variables: new() { ["REDIS_HOST"] = "cache", ["REDIS_PASSWORD"] = "a b" })[KnownSettings.Redis].ShouldBe("redis://:a%20b@cache:6379");
        Resolve(variables: new() { ["REDIS_HOST"] = "cache", ["REDIS_URL"] = "redis://other" })[KnownSettings.Redis].ShouldBe("redis://other");
    }

    [Fact]
    public void An_unknown_setting_is_named_with_the_one_that_was_meant()
    {
        var failure = Should.Throw<Failure>(() => Resolve("slotz: 3\n"));
        failure.Exit.ShouldBe(Exit.Usage);
        failure.Message.ShouldBe("belfry.yaml:1: there is no setting 'slotz'.");
        failure.Means.ShouldBe("Did you mean slots?");
    }

    [Theory]
    [InlineData("BELFRY_SLOTS", "0")]
    [InlineData("BELFRY_SLOTS", "many")]
    [InlineData("BELFRY_LEASE", "15")]
    [InlineData("BELFRY_ROLES", "api,workr")]
    [InlineData("BELFRY_URLS", "127.0.0.1")]
    [InlineData("BELFRY_STORE", "belfry.db")]
    [InlineData("BELFRY_STORE", "oracle://host/db")]
    [InlineData("BELFRY_ADMIN_KEY", "short")]
    [InlineData("BELFRY_ENABLE_METRICS_COLLECTION", "maybe")]
    public void A_wrong_value_is_refused_with_its_variable(string variable, string value)
    {
        var failure = Should.Throw<Failure>(() => Resolve(variables: new() { [variable] = value }));
        failure.Exit.ShouldBe(Exit.Usage);
        failure.Message.ShouldContain(variable);
    }

    [Fact]
    public void A_secret_is_not_repeated_when_it_is_refused() =>
        Should.Throw<Failure>(() => Resolve(variables: new() { ["BELFRY_ADMIN_KEY"] = "hunter2" })).Message.ShouldNotContain("hunter2");

    [Fact]
    public void A_password_in_a_store_is_not_repeated_either() =>
        Should.Throw<Failure>(() => Resolve(variables: new() { ["BELFRY_STORE"] = "oracle://me:hunter2@host/db" })).Message.ShouldNotContain("hunter2");

    private static SettingValues Resolve(
        string file = "", Dictionary<Setting, string>? flags = null, Dictionary<string, string>? variables = null) => SettingValues.Resolve(
        setting => flags?.GetValueOrDefault(setting),
        name => variables?.GetValueOrDefault(name),
        SettingsFile.Parse("belfry.yaml", file));
}
