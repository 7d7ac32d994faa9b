using Microsoft.Extensions.Logging;

namespace Belfry.Engine;

internal static partial class EngineLog
{
    [LoggerMessage(1, LogLevel.Information, "Node {Name} ({Id}) started: {Slots} slots, lease {Lease}")]
    public static partial void NodeStarted(ILogger logger, string name, Guid id, int slots, TimeSpan lease);

    [LoggerMessage(2, LogLevel.Information, "Node {Name} drains: {Running} attempts still run")]
    public static partial void NodeDrains(ILogger logger, string name, int running);

    [LoggerMessage(3, LogLevel.Information, "Node {Name} stopped")]
    public static partial void NodeStopped(ILogger logger, string name);

    [LoggerMessage(4, LogLevel.Warning, "{Service}: {Problem} (failure {Failures}, next try in {Wait})")]
    public static partial void StoreTrouble(ILogger logger, string service, string problem, int failures, TimeSpan wait);

    [LoggerMessage(5, LogLevel.Error, "{Service} failed unexpectedly (failure {Failures}, next try in {Wait})")]
    public static partial void ServiceFailed(ILogger logger, Exception exception, string service, int failures, TimeSpan wait);

    [LoggerMessage(6, LogLevel.Warning, "Node {Name} lost its lease: {Running} attempts are stopped ({Cause})")]
    public static partial void LeaseLost(ILogger logger, string name, int running, string cause);

    [LoggerMessage(7, LogLevel.Warning, "Job {Job}: attempt {Attempt} of run {Run} {State}: {Problem}")]
    public static partial void AttemptFailed(ILogger logger, string job, int attempt, Guid run, string state, string problem);

    [LoggerMessage(8, LogLevel.Information, "Job {Job}: {Skipped} ticks until {Last} have no run ({Reason}): {Detail}")]
    public static partial void TicksSkipped(
        ILogger logger, string job, long skipped, DateTimeOffset last, string reason, string? detail);

    [LoggerMessage(9, LogLevel.Warning, "Run {Run} of job {Job}: its end was refused, another node holds or has ended it")]
    public static partial void EndRefused(ILogger logger, Guid run, string job);

    [LoggerMessage(10, LogLevel.Warning, "Run {Run} of job {Job} ignores cancellation; its slot stays taken until its code returns")]
    public static partial void IgnoresCancellation(ILogger logger, Guid run, string job);

    [LoggerMessage(11, LogLevel.Warning, "{Nodes} dead nodes fenced, {Requeued} of their runs put back, {Ended} ended, {Killed} left-over processes killed")]
    public static partial void Rescued(ILogger logger, int nodes, int requeued, int ended, int killed);

    [LoggerMessage(12, LogLevel.Error, "Job {Job}: its schedule cannot be planned, it stays as it is: {Problem}")]
    public static partial void JobUnplannable(ILogger logger, string job, string problem);

    [LoggerMessage(13, LogLevel.Information, "Retention pruned {Rows} rows")]
    public static partial void Pruned(ILogger logger, int rows);

    [LoggerMessage(14, LogLevel.Debug, "Job {Job}: attempt {Attempt} of run {Run} {State} in {Duration}")]
    public static partial void AttemptEnded(ILogger logger, string job, int attempt, Guid run, string state, TimeSpan duration);

    [LoggerMessage(15, LogLevel.Warning, "Heartbeat refused {Released} runs this node does not know; they were put back")]
    public static partial void Released(ILogger logger, int released);

    [LoggerMessage(16, LogLevel.Error, "Node {Name} does no work: the store belongs to environment '{Store}', and this process says {Stated}. Start it with --environment {Store}, or point it at another store")]
    public static partial void Guarded(ILogger logger, string name, string store, string stated);

    [LoggerMessage(17, LogLevel.Information, "Node {Name} was asked to drain: it claims nothing more, {Running} attempts still run")]
    public static partial void AskedToDrain(ILogger logger, string name, int running);

    [LoggerMessage(18, LogLevel.Warning, "Node {Name}: its wall clock jumped and is {Skew} off the store's now; the store's counts")]
    public static partial void WallClockJumped(ILogger logger, string name, TimeSpan skew);

    [LoggerMessage(19, LogLevel.Warning, "Node {Name}: the process stood still for longer than a heartbeat; is the machine overloaded, or was it suspended?")]
    public static partial void ProcessPaused(ILogger logger, string name);

    [LoggerMessage(20, LogLevel.Warning, "Node {Name}: its wall clock is {Skew} off the store's; the store's counts, but logs will not agree")]
    public static partial void WallClockSkewed(ILogger logger, string name, TimeSpan skew);

    [LoggerMessage(21, LogLevel.Error, "Node {Name} claims nothing: its clocks are out of bounds (wall clock {Skew} off the store's, or a monotonic clock more than 5 % off its pace)")]
    public static partial void ClockDistrusted(ILogger logger, string name, TimeSpan skew);

    [LoggerMessage(22, LogLevel.Information, "Node {Name} claims again: its clocks are within bounds")]
    public static partial void ClockTrustedAgain(ILogger logger, string name);

    [LoggerMessage(23, LogLevel.Warning, "Jobs are not declared: the store belongs to environment '{Store}', and this process says {Stated}")]
    public static partial void NotDeclared(ILogger logger, string store, string stated);

    [LoggerMessage(24, LogLevel.Information, "Message {Message} was delivered to channel {Channel}: {Title}")]
    public static partial void Delivered(ILogger logger, Guid message, string channel, string title);

    [LoggerMessage(25, LogLevel.Warning, "Message {Message} was not delivered to channel {Channel} (attempt {Attempt}, next in {Wait}): {Problem}")]
    public static partial void NotDelivered(ILogger logger, Guid message, string channel, int attempt, TimeSpan wait, string problem);

    [LoggerMessage(26, LogLevel.Error, "Message {Message} is given up after {Attempts} attempts to deliver it to channel {Channel}: {Problem}. It said: {Title}")]
    public static partial void GivenUp(ILogger logger, Guid message, string channel, int attempts, string problem, string title);
}
