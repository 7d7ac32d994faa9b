using Belfry.Conformance;

namespace Belfry.Storage.Tests.Postgres;

// One line for each suite and way to the server: the suites own the facts.
public sealed class PostgresJobsTests : JobsConformance<PostgresDirect>;

public sealed class PostgresFiringTests : FiringConformance<PostgresDirect>;

public sealed class PostgresOverlapTests : OverlapConformance<PostgresDirect>;

public sealed class PostgresEnqueueTests : EnqueueConformance<PostgresDirect>;

public sealed class PostgresClaimTests : ClaimConformance<PostgresDirect>;

public sealed class PostgresFinishTests : FinishConformance<PostgresDirect>;

public sealed class PostgresSnoozeTests : SnoozeConformance<PostgresDirect>;

public sealed class PostgresDeadLetterTests : DeadLetterConformance<PostgresDirect>;

public sealed class PostgresReportTests : ReportConformance<PostgresDirect>;

public sealed class PostgresCancelTests : CancelConformance<PostgresDirect>;

public sealed class PostgresNodesTests : NodesConformance<PostgresDirect>;

public sealed class PostgresQueuesTests : QueuesConformance<PostgresDirect>;

public sealed class PostgresLimitsTests : LimitsConformance<PostgresDirect>;

public sealed class PostgresBreakersTests : BreakersConformance<PostgresDirect>;

public sealed class PostgresRescueTests : RescueConformance<PostgresDirect>;

public sealed class PostgresOutboxTests : OutboxConformance<PostgresDirect>;

public sealed class PostgresLocksTests : LocksConformance<LocksOf<PostgresDirect>>;

public sealed class PostgresClockTests : ClockConformance<PostgresDirect>;

public sealed class PostgresLedgerTests : LedgerConformance<PostgresDirect>;

public sealed class PostgresPruneTests : PruneConformance<PostgresDirect>;

public sealed class PostgresDependencyTests : DependencyConformance<PostgresDirect>;

public sealed class PostgresFanInTests : FanInConformance<PostgresDirect>;

public sealed class PostgresFollowedChangesTests : FollowedChangesConformance<PostgresDirect>;

public sealed class PostgresQueriesTests : QueriesConformance<PostgresDirect>;

public sealed class PgBouncerJobsTests : JobsConformance<PostgresPooled>;

public sealed class PgBouncerFiringTests : FiringConformance<PostgresPooled>;

public sealed class PgBouncerOverlapTests : OverlapConformance<PostgresPooled>;

public sealed class PgBouncerEnqueueTests : EnqueueConformance<PostgresPooled>;

public sealed class PgBouncerClaimTests : ClaimConformance<PostgresPooled>;

public sealed class PgBouncerFinishTests : FinishConformance<PostgresPooled>;

public sealed class PgBouncerSnoozeTests : SnoozeConformance<PostgresPooled>;

public sealed class PgBouncerDeadLetterTests : DeadLetterConformance<PostgresPooled>;

public sealed class PgBouncerReportTests : ReportConformance<PostgresPooled>;

public sealed class PgBouncerCancelTests : CancelConformance<PostgresPooled>;

public sealed class PgBouncerNodesTests : NodesConformance<PostgresPooled>;

public sealed class PgBouncerQueuesTests : QueuesConformance<PostgresPooled>;

public sealed class PgBouncerLimitsTests : LimitsConformance<PostgresPooled>;

public sealed class PgBouncerBreakersTests : BreakersConformance<PostgresPooled>;

public sealed class PgBouncerRescueTests : RescueConformance<PostgresPooled>;

public sealed class PgBouncerOutboxTests : OutboxConformance<PostgresPooled>;

public sealed class PgBouncerLocksTests : LocksConformance<LocksOf<PostgresPooled>>;

public sealed class PgBouncerClockTests : ClockConformance<PostgresPooled>;

public sealed class PgBouncerLedgerTests : LedgerConformance<PostgresPooled>;

public sealed class PgBouncerPruneTests : PruneConformance<PostgresPooled>;

public sealed class PgBouncerDependencyTests : DependencyConformance<PostgresPooled>;

public sealed class PgBouncerFanInTests : FanInConformance<PostgresPooled>;

public sealed class PgBouncerFollowedChangesTests : FollowedChangesConformance<PostgresPooled>;

public sealed class PgBouncerQueriesTests : QueriesConformance<PostgresPooled>;
