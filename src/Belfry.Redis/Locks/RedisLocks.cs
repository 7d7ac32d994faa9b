using Belfry.Locks;
using StackExchange.Redis;

namespace Belfry.Redis;

/// <summary>
/// Named locks on one Redis. Each call is one script, which Redis executes as a whole; what it decides it decides by Redis'
/// clock.
/// </summary>
/// <remarks>
/// For each name there is a hash with its lease, if there is one, and its counts. No key has a time to live: Redis may evict
/// those, and a lock must not vanish while it is held. Instants are microseconds since 1970, exact in Lua's numbers. All keys
/// have one hash tag, so that a script may use them together on a cluster.
/// </remarks>
/// <param name="prefix">Of all keys; processes with the same one share locks.</param>
/// <param name="clock">In tests, instead of Redis' own.</param>
internal sealed class RedisLocks(RedisConnection redis, string prefix, TimeProvider? clock = null) : ILocks
{
    private readonly string lockKey = $"{{{prefix}}}:lock:";
    private readonly RedisKey clockKey = $"{{{prefix}}}:clock";
    private readonly RedisKey fenceKey = $"{{{prefix}}}:fence";
    private readonly RedisKey heldKey = $"{{{prefix}}}:held";
    private readonly RedisKey namesKey = $"{{{prefix}}}:names";
    private readonly RedisKey usedKey = $"{{{prefix}}}:used";

    // The clock is held at the newest instant it has shown, so that a step backwards makes no lease valid again.
    private const string Begin =
        """
        local lock, clock, fence, held, names, used = unpack(KEYS)
        local function text(number) return string.format('%.0f', number) end
        local now = tonumber(ARGV[1])
        if not now then
          local time = redis.call('TIME')
          now = time[1] * 1000000 + time[2]
        end
        now = math.max(now, tonumber(redis.call('GET', clock) or '0'))

        """;

    // The token is Redis' time where that is more than one greater than the last: should Redis lose its memory, tokens go
    // on growing as long as its clock does.
    private const string AcquireScript = Begin +
        """
        local name, owner, ttl, memory, prefix = unpack(ARGV, 2)
        redis.call('SET', clock, text(now))
        if redis.call('EXISTS', lock) == 0 then
          redis.call('HSET', lock, 'since', text(now))
          redis.call('ZADD', names, 0, name)
          local before = now - tonumber(memory)
          for _, old in ipairs(redis.call('ZRANGEBYSCORE', used, '-inf', '(' .. text(before), 'LIMIT', 0, 10)) do
            if tonumber(redis.call('HGET', prefix .. old, 'expires') or '0') < before then
              redis.call('DEL', prefix .. old)
              redis.call('ZREM', held, old)
              redis.call('ZREM', names, old)
              redis.call('ZREM', used, old)
            end
          end
        end
        redis.call('ZADD', used, text(now), name)
        local taken, expires = unpack(redis.call('HMGET', lock, 'taken', 'expires'))
        if expires and tonumber(expires) > now then
          redis.call('HINCRBY', lock, 'refused', 1)
          return false
        end
        if expires then
          redis.call('HINCRBY', lock, 'expired', 1)
          redis.call('HINCRBY', lock, 'held_for', text(expires - taken))
        end
        local token = text(math.max(now, tonumber(redis.call('GET', fence) or '0') + 1))
        local till = text(now + tonumber(ttl))
        redis.call('SET', fence, token)
        redis.call('HMSET', lock, 'owner', owner, 'token', token, 'taken', text(now), 'expires', till)
        redis.call('HINCRBY', lock, 'acquired', 1)
        redis.call('ZADD', held, 0, name)
        return { name, owner, token, text(now), till, '0' }
        """;

    public async ValueTask<LockLease?> TryAcquire(string name, string owner, TimeSpan ttl, CancellationToken cancellation)
    {
        // Whoever asked has gone on without it: nobody would release it before its time.
        var answer = await Ask(
            AcquireScript,
            name,
            [name, owner, Micros(ttl), Micros(LockRules.Memory), lockKey],
            cancellation,
            late => _ = ReleaseLate(late));
        return answer.IsNull ? null : Leases(answer).Single();
    }

    private const string RenewScript = Begin +
        """
        redis.call('SET', clock, text(now))
        local token, expires = unpack(redis.call('HMGET', lock, 'token', 'expires'))
        if token ~= ARGV[3] or tonumber(expires) <= now then return false end
        local till = text(now + tonumber(ARGV[4]))
        redis.call('HSET', lock, 'expires', till)
        redis.call('ZADD', used, text(now), ARGV[2])
        return till
        """;

    public async ValueTask<DateTimeOffset?> Renew(string name, long token, TimeSpan ttl, CancellationToken cancellation)
    {
        var till = await Ask(RenewScript, name, [name, token, Micros(ttl)], cancellation);
        return till.IsNull ? null : Instant((long)till);
    }

    private const string End =
        """
        local function finish(taken, expires, how)
          redis.call('HDEL', lock, 'owner', 'token', 'taken', 'expires')
          redis.call('HINCRBY', lock, how, 1)
          redis.call('HINCRBY', lock, 'held_for', text(math.min(now, tonumber(expires)) - taken))
          redis.call('ZREM', held, ARGV[2])
        end

        """;

    private const string ReleaseScript = Begin + End +
        """
        redis.call('SET', clock, text(now))
        local token, taken, expires = unpack(redis.call('HMGET', lock, 'token', 'taken', 'expires'))
        if token ~= ARGV[3] then return 0 end
        local over = tonumber(expires) <= now
        finish(taken, expires, over and 'expired' or 'released')
        return over and 0 or 1
        """;

    public async ValueTask<bool> Release(string name, long token, CancellationToken cancellation) =>
        (bool)await Ask(ReleaseScript, name, [name, token], cancellation);

    private const string ForceScript = Begin + End +
        """
        local owner, token, taken, expires = unpack(redis.call('HMGET', lock, 'owner', 'token', 'taken', 'expires'))
        if not owner then return false end
        finish(taken, expires, 'forced')
        redis.call('HMSET', lock, 'forced_at', text(now), 'forced_by', ARGV[4], 'forced_reason', ARGV[3],
          'forced_owner', owner, 'forced_token', token)
        return { ARGV[2], owner, token, taken, expires, tonumber(expires) <= now and '1' or '0' }
        """;

    public async ValueTask<LockLease?> ForceRelease(string name, string reason, string by, CancellationToken cancellation)
    {
        var answer = await Ask(ForceScript, name, [name, reason, by], cancellation);
        return answer.IsNull ? null : Leases(answer).Single();
    }

    private const string FindScript = Begin +
        """
        local owner, token, taken, expires = unpack(redis.call('HMGET', lock, 'owner', 'token', 'taken', 'expires'))
        if not owner then return false end
        return { ARGV[2], owner, token, taken, expires, tonumber(expires) <= now and '1' or '0' }
        """;

    public async ValueTask<LockLease?> Find(string name, CancellationToken cancellation)
    {
        var answer = await Ask(FindScript, name, [name], cancellation);
        return answer.IsNull ? null : Leases(answer).Single();
    }

    private const string ListScript = Begin +
        """
        local after, limit, stale, prefix = unpack(ARGV, 2)
        local from, found, count = after == '' and '-' or '(' .. after, {}, 0
        while count < tonumber(limit) do
          local page = redis.call('ZRANGEBYLEX', held, from, '+', 'LIMIT', 0, 100)
          if #page == 0 then break end
          for _, name in ipairs(page) do
            local owner, token, taken, expires = unpack(redis.call('HMGET', prefix .. name, 'owner', 'token', 'taken', 'expires'))
            local over = owner and tonumber(expires) <= now
            if owner and (over or stale == '0') and count < tonumber(limit) then
              count = count + 1
              for _, part in ipairs({ name, owner, token, taken, expires, over and '1' or '0' }) do found[#found + 1] = part end
            end
          end
          from = '(' .. page[#page]
        end
        return found
        """;

    public async ValueTask<IReadOnlyList<LockLease>> List(LockQuery query, CancellationToken cancellation) => [.. Leases(
        await Ask(ListScript, "", [query.After ?? "", query.Limit, query.Stale ? 1 : 0, lockKey], cancellation))];

    private const string StatisticsScript = Begin +
        """
        local after, limit, prefix = unpack(ARGV, 2)
        local found = {}
        for _, name in ipairs(redis.call('ZRANGEBYLEX', names, after == '' and '-' or '(' .. after, '+', 'LIMIT', 0, limit)) do
          found[#found + 1] = name
          for _, part in ipairs({ 'since', 'acquired', 'refused', 'expired', 'released', 'forced', 'held_for',
              'forced_at', 'forced_by', 'forced_reason', 'forced_owner', 'forced_token' }) do
            found[#found + 1] = redis.call('HGET', prefix .. name, part) or '0'
          end
        end
        return found
        """;

    public async ValueTask<IReadOnlyList<LockStatistics>> Statistics(string? after, int limit, CancellationToken cancellation) =>
        [.. ((string[])await Ask(StatisticsScript, "", [after ?? "", limit, lockKey], cancellation)).Chunk(13).Select(Counts)];

    // As text each time: an agreed digest would be unknown to a Redis that has been started anew.
    private ValueTask<RedisResult> Ask(
        string script, string name, RedisValue[] values, CancellationToken cancellation, Action<RedisResult>? tooLate = null) => redis.Ask(
        database => database.ScriptEvaluateAsync(
            script,
            [lockKey + name, clockKey, fenceKey, heldKey, namesKey, usedKey],
            [clock is null ? "" : Micros(clock.GetUtcNow() - DateTimeOffset.UnixEpoch), .. values],
            CommandFlags.NoScriptCache | CommandFlags.DemandMaster),
        cancellation,
        tooLate);

    private async Task ReleaseLate(RedisResult late)
    {
        if (!late.IsNull)
        {
            var lease = Leases(late).Single();
            await Release(lease.Name, lease.Token, CancellationToken.None);
        }
    }

    private static IEnumerable<LockLease> Leases(RedisResult answer) => ((string[])answer).Chunk(6).Select(parts => new LockLease(
        parts[0], parts[1], Number(parts[2]), Instant(Number(parts[3])), Instant(Number(parts[4])), parts[5] == "1"));

    private static LockStatistics Counts(string[] parts) => new(
        parts[0],
        Instant(Number(parts[1])),
        Number(parts[2]),
        Number(parts[3]),
        Number(parts[4]),
        Number(parts[5]),
        Number(parts[6]),
        TimeSpan.FromMicroseconds(Number(parts[7])),
        parts[8] == "0" ? null : new ForcedRelease(Instant(Number(parts[8])), parts[9], parts[10], parts[11], Number(parts[12])));

    private static long Number(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
