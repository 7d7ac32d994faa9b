using Belfry.Jobs;
using Belfry.Redis;

namespace Belfry.Server.Settings;

/// <summary>Every setting there is.</summary>
internal static class KnownSettings
{
    public static Setting Store { get; } = new(
        "store", "--store", ["BELFRY_STORE"], "sqlite:belfry.db", "Where jobs and runs are kept.", StoreAddress.Check, Secret: true);

    public static Setting AcceptDataLoss { get; } = new(
        "acceptDataLoss", "--accept-data-loss", ["BELFRY_ACCEPT_DATA_LOSS"], "false", "Works also on a PostgreSQL server that may lose what it acknowledged.", Switch);

    public static Setting Redis { get; } = new(
        "redis", "--redis", ["BELFRY_REDIS", "REDIS_URL"], null, "Redis for locks and wake-ups.", RedisPlace, Secret: true);

    public static Setting Urls { get; } = new(
        "urls", "--urls", ["BELFRY_URLS"], "http://127.0.0.1:7300", "Addresses to listen on.", Addresses);

    public static Setting Roles { get; } = new(
        "roles", "--roles", ["BELFRY_ROLES"], "api,worker", "What this node does: api, worker.", RoleWords);

    public static Setting Queues { get; } = new(
        "queues", "--queues", ["BELFRY_QUEUES"], null, "Queues this node serves; all when unset.", Words);

    public static Setting Slots { get; } = new(
        "slots", "--slots", ["BELFRY_SLOTS"], $"{4 * Environment.ProcessorCount}", "Runs that execute at once on this node.", Whole);

    public static Setting Node { get; } = new(
        "node", "--node", ["BELFRY_NODE"], null, "Name of this node; host, process id and a random part when unset.", Any);

    public static Setting Lease { get; } = new(
        "lease", "--lease", ["BELFRY_LEASE"], "15s", "How long a node that says nothing still counts as alive.", LeaseTime);

    public static Setting MaxSkew { get; } = new(
        "maxSkew", "--max-skew", ["BELFRY_MAX_SKEW"], null, "A node whose wall clock is further off the store's claims nothing; unset never minds.", SkewTime);

    public static Setting AdminKey { get; } = new(
        "adminKey", null, ["BELFRY_ADMIN_KEY"], null, "API key of the first administrator.", Key, Secret: true);

    public static Setting EnvironmentIdentity { get; } = new(
        "environment", "--environment", ["BELFRY_ENVIRONMENT"], null, "Which environment this process says it is.", EnvironmentName);

    public static Setting Server { get; } = new(
        "server", "--server", ["BELFRY_SERVER"], "http://127.0.0.1:7300", "The server that the verbs talk to.", Addresses);

    public static Setting ClientKey { get; } = new(
        "key", "--key", ["BELFRY_KEY", "BELFRY_ADMIN_KEY"], null, "API key for that server.", Any, Secret: true);

    public static Setting Channels { get; } = new(
        ChannelSettings.Name, null, ["BELFRY_CHANNELS"], null, "Where notifications go, by name; an object.", ChannelSettings.Check, Secret: true);

    public static Setting DuplicatePrevention { get; } = Feature("DUPLICATE_PREVENTION", "enableDuplicatePrevention");
    public static Setting PerformanceMonitoring { get; } = Feature("PERFORMANCE_MONITORING", "enablePerformanceMonitoring");
    public static Setting AutomaticRecovery { get; } = Feature("AUTOMATIC_RECOVERY", "enableAutomaticRecovery");
    public static Setting MetricsCollection { get; } = Feature("METRICS_COLLECTION", "enableMetricsCollection");
    public static Setting AlertNotifications { get; } = Feature("ALERT_NOTIFICATIONS", "enableAlertNotifications");

    public static IReadOnlyList<Setting> All { get; } =
    [
        Store, AcceptDataLoss, Redis, Urls, Roles, Queues, Slots, Node, Lease, MaxSkew, AdminKey, EnvironmentIdentity, Server, ClientKey, Channels,
        DuplicatePrevention, PerformanceMonitoring, AutomaticRecovery, MetricsCollection, AlertNotifications,
    ];

    private static Setting Feature(string variable, string name) => new(
        name, null, [$"BELFRY_ENABLE_{variable}"], "true", $"Feature: {variable.ToLowerInvariant().Replace('_', ' ')}.", Switch);

    private static string? Any(string value) => value.Trim().Length == 0 ? "it is empty" : null;

    private static string? RedisPlace(string value) => RedisAddress.TryParse(value, out _, out string? problem) ? null : problem;

    private static string? Words(string value) =>
        Lists.Split(value).Any() ? null : "it takes words separated by commas, such as reports,mail";

    private static string? RoleWords(string value) =>
        Lists.Split(value).FirstOrDefault(role => role is not ("api" or "worker")) is { } wrong
            ? $"there is no role '{wrong}'; it takes api, worker, or both: api,worker"
            : Words(value);

    private static string? Whole(string value) =>
        int.TryParse(value, out int number) && number is >= 1 and <= 10_000 ? null : "it takes a whole number from 1 to 10000";

    private static string? LeaseTime(string value) =>
        DurationText.TryParse(value, out var time) && time >= TimeSpan.FromSeconds(2) && time <= TimeSpan.FromHours(1)
            ? null
            : "it takes a duration from 2s to 1h, such as 15s";

    private static string? SkewTime(string value) =>
        DurationText.TryParse(value, out var time) && time >= TimeSpan.FromMilliseconds(100) && time <= TimeSpan.FromDays(1)
            ? null
            : "it takes a duration from 100ms to 1d, such as 1m";

    private static string? EnvironmentName(string value) => LabelRules.Line(value, 100) is { } wrong ? $"it {wrong.TrimEnd('.')}" : null;

    private static string? Key(string value) =>
        value.Length >= 16 && value.All(c => c is > ' ' and <= '~') ? null : "it takes at least 16 visible ASCII characters";

    private static string? Switch(string value) => value is "true" or "false" ? null : "it takes true or false";

    private static string? Addresses(string value) =>
        Lists.Split(value).FirstOrDefault(address => !IsAddress(address)) is { } wrong
            ? $"'{wrong}' is not an address such as http://127.0.0.1:7300"
            : Words(value);

    // A listening address may name every interface (http://*:7300), which is no URI.
    private static bool IsAddress(string text) =>
        Uri.TryCreate(text.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https";
}
