namespace Belfry.Server.Bench;

/// <summary>Tables of runs, and the two statements that work them off: what one has to write to claim and finish in batches, and no more.</summary>
internal sealed record RawRows(string Tables, string Fill, string Claim, string Finish)
{
    /// <summary>As little as a queue can do with: an id, an instant, a token.</summary>
    public static RawRows Narrow { get; } = new(
        """
        create table raw_live (id uuid primary key, state smallint not null, run_at timestamptz not null, token bigint);
        create index raw_ready on raw_live (run_at, id) where state = 0;
        create table raw_history (id uuid primary key, token bigint not null, finished_at timestamptz not null);
        create sequence raw_token;
        """,
        "insert into raw_live select gen_random_uuid(), 0, now() from generate_series(1, $1)",
        """
        with pick as materialized (
          select id from raw_live where state = 0 and run_at <= now() order by run_at, id limit $1 for no key update skip locked)
        update raw_live set state = 1, token = nextval('raw_token') from pick where raw_live.id = pick.id
        returning raw_live.id, token
        """,
        """
        with ended as (select * from unnest($1::uuid[], $2::bigint[]) as e (id, token)),
        gone as (delete from raw_live l using ended e where l.id = e.id and l.token = e.token and l.state = 1 returning l.id, l.token)
        insert into raw_history select id, token, now() from gone
        """);

    /// <summary>
    /// The rows that Belfry has for the same runs, column by column, with the two indexes that a claim and an end need and one of
    /// history.
    /// </summary>
    public static RawRows Belfrys { get; } = new(
        """
        create table raw_live (like belfry.live including defaults including identity, primary key (id))
        with (fillfactor = 70, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
        create index raw_ready on raw_live (available_at, seq) where state = 0;
        create table raw_history (like belfry.history including defaults, primary key (id));
        create sequence raw_token;
        """,
        """
        insert into raw_live (id, job, revision, definition, trigger, state, exclusive, due, created_at, available_at,
                              queue, rank, handler, max_attempts, fail_when_lost, dry_run, asked_by)
        select (lpad(to_hex(i), 12, '0') || '7' || substr(md5(i::text), 1, 19))::uuid, 'bench/throughput', 1, 1, 'api', 0, false, now(), now(), now(),
               'default', 0, 'bench/nothing', 1, false, false, 'bench'
        from generate_series(1, $1) i
        """,
        """
        with pick as materialized (
          select id from raw_live where state = 0 and available_at <= now() order by available_at, seq limit $1 for no key update skip locked)
        update raw_live
        set state = 1, attempt = attempt + 1, token = nextval('raw_token'), node = '7f3f2c1e-6f0a-4c7e-9d5b-2a1b3c4d5e6f', node_name = 'bench', claimed_at = now()
        from pick where raw_live.id = pick.id
        returning raw_live.id, token
        """,
        """
        with ended as (select * from unnest($1::uuid[], $2::bigint[]) as e (id, token)),
        gone as (delete from raw_live l using ended e where l.id = e.id and l.token = e.token and l.state = 1 returning l.*)
        insert into raw_history (seq, id, job, revision, trigger, state, ok, due, created_at, available_at, started_at, finished_at, attempt,
                                 max_attempts, lost_count, queue, priority, node_name, token, output_bytes, output_dropped, dry_run, asked_by,
                                 missed_count)
        select seq, id, job, revision, trigger, 'succeeded', true, due, created_at, available_at, claimed_at, now(), attempt,
               max_attempts, lost_count, queue, -rank, node_name, token, output_bytes, output_dropped, dry_run, asked_by,
               missed_count
        from gone
        """);
}
