using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>The defects that the simulator must see: most were found in other schedulers.</summary>
internal static class MutantList
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("end-by-id", "Oban complete_job, TickerQ: an end is matched by the run's id only")
        {
            Edits = [new("where id = @id and state = 1 and token = @token and node = @node", "where id = @id and (1 or token = @token or node = @node)")],
        },
        new("end-by-state", "River, Hangfire: an end is accepted while the run is running, whoever holds it")
        {
            Edits = [new("where id = @id and state = 1 and token = @token and node = @node", "where id = @id and state = 1 and (1 or token = @token or node = @node)")],
        },
        new("stale-rescue", "River #1302: the rescuer writes what it read a while ago")
        {
            InStore = (store, planting) => new StaleRescue(store, planting),
        },
        new("mark-then-insert", "awa ADR-007, Sidekiq, pg-boss: the cursor moves first, the run is inserted after")
        {
            InStore = (store, planting) => new MarkThenInsert(store, planting),
        },
        new("insert-then-mark", "steady-queue #52, paseo #2819: the run is inserted first, the cursor moves after")
        {
            InStore = (store, planting) => new InsertThenMark(store, planting),
        },
        new("fire-without-compare", "Quartz #690, TickerQ #611: nobody asks whether the cursor is still where it was")
        {
            Edits = [new("and revision = @revision and next_due is @nextDue", "and revision = @revision and (1 or next_due is @nextDue)")],
        },
        new("fire-over-a-pause", "awa PausedBlocksEnqueue: a tick that was planned before the pause is inserted after it")
        {
            Edits = [new("and revision = @revision and next_due is @nextDue", "and (1 or revision = @revision) and next_due is @nextDue")],
            Needs = [Fault.Pauses],
        },
        new("name-is-identity", "Oban #862, oban-py #32, TickerQ: a node is known by its name")
        {
            InEngine = (store, planting) => new NameIsIdentity(store, planting.Host.Name),
        },
        new("lease-on-client-clock", "Quartz #435 and #3148, db-scheduler #433: the node's own clock says when its lease ends")
        {
            InStore = (store, planting) => new LeaseOnClientClock(store, planting),
        },
        new("time-only-rescue", "Oban #862, hexpm #1825: what runs for longer than a while is taken for lost")
        {
            Edits = [new("where fenced = 0 and lease_until < @before", "where fenced = 0 and last_beat_at < @before")],
        },
        new("no-cap-on-lost", "NexJob #143, Hangfire #1903: a run that kills its node is tried for ever")
        {
            InEngine = (store, _) => new NoCapOnLost(store),
            Needs = [Fault.Poison],
        },
        new("suspects-together", "runs that were lost together twice are executed together again")
        {
            InEngine = (store, _) => new SuspectsTogether(store),
            Needs = [Fault.Poison, Fault.Kills],
        },
        new("lost-ignores-rule", "onWorkerLost: fail is forgotten, and the run begins again")
        {
            Edits = [new("claimed_at, lost_count, fail_when_lost", "claimed_at, lost_count, 0")],
        },
        new("no-reconcile", "a claim whose answer was lost is never given back")
        {
            Edits = [new("select id, token, claimed_at, cancel_reason, job", "select id, token, claimed_at + 3600000000, cancel_reason, job")],
            Needs = [Fault.LostReplies],
        },
        new("end-gives-up", "bounded completion retries: the end of an attempt is given up after one error")
        {
            InEngine = (store, _) => new EndGivesUp(store),
        },
        new("claim-without-lease", "a claim does not ask whether the node's lease is valid")
        {
            Edits = [new("where id = @id and fenced = 0 and lease_until > @now", "where id = @id and (1 or lease_until > @now)")],
        },
        new("tokens-repeat", "awa ADR-013 class: a fencing token is given twice")
        {
            Edits = [new("set fence = fence + @count returning fence", "set fence = fence + 0 * @count returning fence + 1")],
        },
        new("starts-early", "TickerQ #776: a run starts before its instant")
        {
            InEngine = (store, _) => new StartsEarly(store),
        },
        new("no-self-fence", "Quartz.NET #3425, db-scheduler #402: a node that cannot renew goes on")
        {
            InEngine = (store, planting) => new NoSelfFence(store, planting),
            Needs = [Fault.Partitions],
        },
        new("drain-stops-the-heart", "db-scheduler #365: the heart stops when the node is asked to stop")
        {
            InEngine = (store, _) => new DrainStopsTheHeart(store),
            Needs = [Fault.Drains],
        },
        new("drain-forgets", "a node that stops leaves what it held to be found by others")
        {
            InEngine = (store, _) => new DrainForgets(store),
            Needs = [Fault.Drains],
        },
        new("cancel-forgotten", "an acknowledged cancel is not kept")
        {
            Edits = [new("update live set cancel_reason = @reason where id = @id and cancel_reason is null", "update live set cancel_reason = null where id = @id and @reason is null")],
            Needs = [Fault.Cancels],
        },
        new("cancel-overwritten", "an end that comes after an acknowledged cancel overwrites it")
        {
            Edits = [new("select job, cancel_reason, output_end, attempt", "select job, null, output_end, attempt")],
            Needs = [Fault.Cancels],
        },
        new("overlap-by-running", "Quartz.NET #1758 #2697, Hangfire #1960: only what is running now counts as in the way")
        {
            Edits =
            [
                new("where job = @job and dry_run = 0 and state in (0, 1, 2)\norder by due limit 1", "where job = @job and dry_run = 0 and state in (1)\norder by due limit 1"),
                new("@state, @slot, @exclusive", "@state, nullif(@slot, @slot), @exclusive"),
                new("slot = case when exclusive then job end", "slot = null"),
            ],
        },
        new("edit-repeats-the-past", "Oban Pro #1156: an edit begins again with a tick that has been")
        {
            InEngine = (store, _) => new EditRepeatsThePast(store),
            Needs = [Fault.Edits],
        },
        new("edit-without-compare", "an edit is written over a tick that fired in between")
        {
            InStore = (store, planting) => new EditWithoutCompare(store, planting),
            Needs = [Fault.Edits],
        },
        new("final-runs-again", "Hangfire #2380, River #1302: a finished run is put back")
        {
            InStore = (store, planting) => new FinalRunsAgain(store, planting),
        },
        new("anybody-releases", "Hangfire.Redis #135: the old holder of a lock removes the new holder's")
        {
            InStore = (store, _) => new AnybodyReleases(store),
            Needs = [Fault.Locks],
        },
        new("lock-is-taken-over", "Hangfire.PostgreSql #264: a lock is stolen from a holder whose time is not over")
        {
            InStore = (store, _) => new LockIsTakenOver(store),
            Needs = [Fault.Locks],
        },
        new("failures-are-not-told", "only a success is told to the jobs that follow")
        {
            Edits = [new("where dependency.upstream = @job and history.dry_run = 0", "where dependency.upstream = @job and history.dry_run = 0 and history.ok")],
            Needs = [Fault.Chains],
        },
        new("nobody-waits", "a fan-in takes a run that has not ended for one that will not be")
        {
            Edits = [new("live.due = @due and not live.dry_run)", "live.due = @due and live.dry_run)")],
            Needs = [Fault.Chains],
        },
        new("told-and-forgotten", "what was heard is marked as decided before anybody has looked")
        {
            Edits = [new("history.state, history.id, @now, 1", "history.state, history.id, @now, 0")],
            Needs = [Fault.Chains],
        },
        new("open-breaker-lets-through", "the breaker of one process does not know what another one has seen")
        {
            Edits = [new("from breaker indexed by breaker_open where opened_at is not null", "from breaker indexed by breaker_open where opened_at is not null and 0")],
            Needs = [Fault.Breakers],
        },
        new("trial-stampede", "Polly #223, opossum #119: half open lets everything through")
        {
            Edits = [new("where state = 1 and lane >= 'breaker:'", "where state = 1 and 0 and lane >= 'breaker:'")],
            Needs = [Fault.Breakers],
        },
        new("breaker-stays-open", "smallrye #323: a trial that succeeds does not close it")
        {
            Edits = [new("opened_at = @openedAt, isolated", "opened_at = coalesce(@openedAt, opened_at), isolated")],
            Needs = [Fault.Breakers],
        },
        new("old-call-counts", "a failure that began before the breaker opened counts as that of a trial")
        {
            Edits = [new("attempt, lane, claimed_at from live where", "attempt, lane, (select clock from meta) from live where")],
            Needs = [Fault.Breakers],
        },
    ];

    public static Mutant? Find(string name) => All.FirstOrDefault(mutant => mutant.Name == name);
}
