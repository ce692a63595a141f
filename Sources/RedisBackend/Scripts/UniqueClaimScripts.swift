/// Who holds which key. How long is Redis' own business, as with results.
enum UniqueClaimScripts {
  /// Of the caller's time in µs. Claims that are made or ended are seen at once and written by `write`, so that who finds out
  /// late that nothing may be done has done nothing.
  static let functions = #"""
    local function Claims(now)
      local claims, stored, changed = {}, {}, {}

      local function keyOf(key) return P .. 'tasksd:unique:' .. key end
      local function indexOf(queue) return P .. 'tasksd:claims:' .. queue end

      local function load(key)
        local text = redis.pcall('GET', keyOf(key))
        local isJSON, claim = pcall(cjson.decode, type(text) == 'string' and text or 'null')
        local isRecord = isJSON and type(claim) == 'table' and type(claim.holder) == 'string' and tonumber(claim.expires)
        if not isRecord then return false end
        stored[key] = claim
        return (SERVER_TIME or tonumber(claim.expires) > tonumber(now)) and claim
      end

      function claims.of(key)
        if changed[key] ~= nil then return changed[key] end
        return load(key)
      end

      -- Takes the key, or renews what the task holds; answers who else holds it.
      function claims.take(key, holder, ends, expires, queue)
        local old = claims.of(key)
        if old and old.holder ~= holder then return old.holder end
        -- A period counts from the first sending.
        if old and (old['until'] == 'period' or tonumber(old.expires) > tonumber(expires)) then expires = old.expires end
        changed[key] = {holder = holder, ['until'] = ends, expires = expires, queue = queue or old and old.queue}
      end

      function claims.giveUp(key, holder)
        local claim = claims.of(key)
        if claim and claim.holder == holder and claim['until'] ~= 'period' then changed[key] = false end
      end

      local function store(key, claim)
        if SERVER_TIME then
          local left = math.min(math.max(math.ceil((claim.expires - now) / 1000), 1), 1e14)
          call('SET', keyOf(key), cjson.encode(claim), 'PX', string.format('%.0f', left))
        else
          call('SET', keyOf(key), cjson.encode(claim))
        end
        if claim.queue and claim['until'] ~= 'period' then
          call('ZREMRANGEBYSCORE', indexOf(claim.queue), '-inf', now)
          call('ZADD', indexOf(claim.queue), claim.expires, key)
        end
      end

      function claims.write()
        for key, claim in pairs(changed) do
          local old = stored[key]
          if old and old.queue then call('ZREM', indexOf(old.queue), key) end
          if claim then store(key, claim) else call('DEL', keyOf(key)) end
        end
      end

      -- What messages of a queue hold that may be waiting: keys and holders.
      function claims.inQueue(queue, found)
        for _, key in ipairs(call('ZRANGE', indexOf(queue), 0, -1)) do
          local claim = claims.of(key)
          if claim then
            found[#found + 1] = key
            found[#found + 1] = claim.holder
          end
        end
      end

      return claims
    end


    """#

  /// What messages of some queues claim. Arguments: the caller's time in µs, the queues. Answer: keys and holders in turn.
  static let claimed =
    functions + #"""
      local claims, found = Claims(ARGV[1]), {}
      for index = 2, #ARGV do claims.inQueue(ARGV[index], found) end
      return found
      """#

  /// Gives claims up whose holders are no more. Arguments: the caller's time in µs, keys and holders in turn.
  static let giveUp =
    functions + #"""
      local claims = Claims(ARGV[1])
      for index = 2, #ARGV - 1, 2 do claims.giveUp(ARGV[index], ARGV[index + 1]) end
      claims.write()
      return 1
      """#
}
