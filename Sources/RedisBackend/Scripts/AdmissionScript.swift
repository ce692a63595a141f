/// Whether a task may begin, as far as all workers have a say in it.
enum AdmissionScript {
  /// What `RateBucket` does, in the server, by the clock of the leases.
  private static let rates = #"""
    -- How many µs from now there is a token; nothing: there was one, and it is taken.
    local function waitForToken(now, key, interval, kept, horizon, maximum)
      local stateKey, promised = P .. 'tasksd:rate:' .. key, P .. 'tasksd:promised:' .. key
      local time, step = leaseTime(now), tonumber(interval)
      local text = call('GET', stateKey) or ''
      local of, next = string.match(text, '^(%d+) (%-?%d+)$')
      next = of == interval and tonumber(next) or -math.huge
      if of ~= interval then call('DEL', promised) end
      call('ZREMRANGEBYSCORE', promised, '-inf', string.format('(%.0f', time - kept))
      -- The clock was set back: what was promised on the old one is void.
      if next > time + horizon + step then
        call('DEL', promised)
        next = time
      end

      local function save(moment)
        call('SET', stateKey, interval .. string.format(' %.0f', moment))
        if not SERVER_TIME then return end
        local left = string.format('%.0f', math.min((moment + kept - time) / 1000 + 1, 1e14))
        call('PEXPIRE', stateKey, left)
        call('PEXPIRE', promised, left)
      end

      local first = call('ZRANGE', promised, 0, 0)[1]
      if first and tonumber(first) <= time then
        call('ZREM', promised, first)
        return
      end
      if next <= time then return save(time + step) end
      if next > time + horizon then return horizon end
      if call('ZCARD', promised) < maximum then
        local slot = string.format('%.0f', next)
        call('ZADD', promised, slot, slot)
        save(next + step)
      end
      return next - time
    end


    """#

  /// All or nothing. Arguments: the caller's time in µs, the caller's lane, the number of the call (see `ApplyScript`), the
  /// task, the node; then, of what is asked for: `u`, the key, until when it is claimed, the end in µs; `c`, the key, the
  /// limit; `r`, the key, its interval, how long a token is kept, the horizon, all in µs, the most promises.
  /// Answer: what is decided, and by whom or for how many µs.
  static let text =
    UniqueClaimScripts.functions + PlaceScripts.functions + rates + CallMemory.functions + #"""
      local now, task, node = ARGV[1], ARGV[4], ARGV[5]
      local at, unique, concurrency, rate = 6, nil, nil, nil
      while at <= #ARGV do
        if ARGV[at] == 'u' then
          unique, at = {key = ARGV[at + 1], ends = ARGV[at + 2], expires = ARGV[at + 3]}, at + 4
        elseif ARGV[at] == 'c' then
          concurrency, at = {key = ARGV[at + 1], limit = tonumber(ARGV[at + 2])}, at + 3
        else
          rate, at = at + 1, at + 6
        end
      end

      -- Only a token is taken twice by who asks twice.
      local known = rate and recall(ARGV[2], ARGV[3])
      if known then return cmsgpack.unpack(known) end
      local function answer(...)
        local decided = {...}
        if rate then keep(ARGV[2], ARGV[3], cmsgpack.pack(decided)) end
        return decided
      end

      local claims = unique and Claims(now)
      local claim = claims and claims.of(unique.key)
      if claim and claim.holder ~= task then return answer('duplicate', claim.holder) end
      local places = concurrency and Places(now)
      if places and not places.isFree(concurrency.key, concurrency.limit, task) then return answer('full', '') end
      if rate then
        local wait = waitForToken(
          now, ARGV[rate], ARGV[rate + 1], tonumber(ARGV[rate + 2]), tonumber(ARGV[rate + 3]), tonumber(ARGV[rate + 4]))
        if wait then return answer('later', string.format('%.0f', wait)) end
      end
      if claims and unique.ends ~= 'while_queued' then
        claims.take(unique.key, task, unique.ends, unique.expires)
        claims.write()
      end
      if places then places.take(concurrency.key, task, node) end
      return answer('granted', '')
      """#
}
