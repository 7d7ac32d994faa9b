using Belfry.Conformance;

namespace Belfry.Storage.Tests.Sqlite;

// One line for each suite and store: the suites own the facts.
public sealed class SqliteFileJobsTests : JobsConformance<SqliteOnFile>;

public sealed class SqliteFileFiringTests : FiringConformance<SqliteOnFile>;

public sealed class SqliteFileOverlapTests : OverlapConformance<SqliteOnFile>;

public sealed class SqliteFileEnqueueTests : EnqueueConformance<SqliteOnFile>;

public sealed class SqliteFileClaimTests : ClaimConformance<SqliteOnFile>;

public sealed class SqliteFileFinishTests : FinishConformance<SqliteOnFile>;

public sealed class SqliteFileSnoozeTests : SnoozeConformance<SqliteOnFile>;

public sealed class SqliteFileDeadLetterTests : DeadLetterConformance<SqliteOnFile>;

public sealed class SqliteFileReportTests : ReportConformance<SqliteOnFile>;

public sealed class SqliteFileCancelTests : CancelConformance<SqliteOnFile>;

public sealed class SqliteFileNodesTests : NodesConformance<SqliteOnFile>;

public sealed class SqliteFileRescueTests : RescueConformance<SqliteOnFile>;

public sealed class SqliteFileQueuesTests : QueuesConformance<SqliteOnFile>;

public sealed class SqliteFileLimitsTests : LimitsConformance<SqliteOnFile>;

public sealed class SqliteFileBreakersTests : BreakersConformance<SqliteOnFile>;

public sealed class SqliteFileOutboxTests : OutboxConformance<SqliteOnFile>;

public sealed class SqliteFileLocksTests : LocksConformance<LocksOf<SqliteOnFile>>;

public sealed class SqliteFileClockTests : ClockConformance<SqliteOnFile>;

public sealed class SqliteFileLedgerTests : LedgerConformance<SqliteOnFile>;

public sealed class SqliteFilePruneTests : PruneConformance<SqliteOnFile>;

public sealed class SqliteFileDependencyTests : DependencyConformance<SqliteOnFile>;

public sealed class SqliteFileFanInTests : FanInConformance<SqliteOnFile>;

public sealed class SqliteFileFollowedChangesTests : FollowedChangesConformance<SqliteOnFile>;

public sealed class SqliteFileQueriesTests : QueriesConformance<SqliteOnFile>;

public sealed class SqliteMemoryJobsTests : JobsConformance<SqliteInMemory>;

public sealed class SqliteMemoryFiringTests : FiringConformance<SqliteInMemory>;

public sealed class SqliteMemoryOverlapTests : OverlapConformance<SqliteInMemory>;

public sealed class SqliteMemoryEnqueueTests : EnqueueConformance<SqliteInMemory>;

public sealed class SqliteMemoryClaimTests : ClaimConformance<SqliteInMemory>;

public sealed class SqliteMemoryFinishTests : FinishConformance<SqliteInMemory>;

public sealed class SqliteMemorySnoozeTests : SnoozeConformance<SqliteInMemory>;

public sealed class SqliteMemoryDeadLetterTests : DeadLetterConformance<SqliteInMemory>;

public sealed class SqliteMemoryReportTests : ReportConformance<SqliteInMemory>;

public sealed class SqliteMemoryCancelTests : CancelConformance<SqliteInMemory>;

public sealed class SqliteMemoryNodesTests : NodesConformance<SqliteInMemory>;

public sealed class SqliteMemoryRescueTests : RescueConformance<SqliteInMemory>;

public sealed class SqliteMemoryQueuesTests : QueuesConformance<SqliteInMemory>;

public sealed class SqliteMemoryLimitsTests : LimitsConformance<SqliteInMemory>;

public sealed class SqliteMemoryBreakersTests : BreakersConformance<SqliteInMemory>;

public sealed class SqliteMemoryOutboxTests : OutboxConformance<SqliteInMemory>;

public sealed class SqliteMemoryLocksTests : LocksConformance<LocksOf<SqliteInMemory>>;

public sealed class SqliteMemoryClockTests : ClockConformance<SqliteInMemory>;

public sealed class SqliteMemoryLedgerTests : LedgerConformance<SqliteInMemory>;

public sealed class SqliteMemoryPruneTests : PruneConformance<SqliteInMemory>;

public sealed class SqliteMemoryDependencyTests : DependencyConformance<SqliteInMemory>;

public sealed class SqliteMemoryFanInTests : FanInConformance<SqliteInMemory>;

public sealed class SqliteMemoryFollowedChangesTests : FollowedChangesConformance<SqliteInMemory>;

public sealed class SqliteMemoryQueriesTests : QueriesConformance<SqliteInMemory>;
