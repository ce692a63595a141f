/// The places of tasks that may not run together with more than so many of their key, and who waits for one.
///
/// Who waits stands in the deferred set; what is kept here is where to find it. A hint that finds nothing is dropped: the
/// message came due, or was taken away.
enum PlaceScripts {
  /// Of the caller's time in µs.
  static let functions = #"""
    local function Places(now)
      local places, living, time = {}, {}, leaseTime(now)

      local function slotsOf(key) return P .. 'tasksd:slots:' .. key end
      local function waitingOf(key) return P .. 'tasksd:waiting:' .. key end
      local function heldBy(node) return P .. 'tasksd:places:' .. node end

      local function isAlive(node)
        if living[node] == nil then
          local lease = call('ZSCORE', NODES, node)
          living[node] = lease and tonumber(lease) > time
        end
        return living[node]
      end

      -- The task, if one is named, does not stand in its own way.
      function places.isFree(key, limit, task)
        if call('HLEN', slotsOf(key)) < limit then return true end
        local slots, used = call('HGETALL', slotsOf(key)), 0
        for index = 1, #slots, 2 do
          if isAlive(slots[index + 1]) then
            if slots[index] == task then return true end
            used = used + 1
          end
        end
        return used < limit
      end

      -- A node without a lease counts as dead: so it is found, and what it holds given back.
      function places.take(key, task, node)
        local old = call('HGET', slotsOf(key), task)
        if old and old ~= node then call('SREM', heldBy(old), key .. '\0' .. task) end
        call('HSET', slotsOf(key), task, node)
        call('SADD', heldBy(node), key .. '\0' .. task)
        call('ZADD', NODES, 'NX', 0, node)
      end

      local function giveBack(key, task)
        local node = call('HGET', slotsOf(key), task)
        if not node then return end
        call('HDEL', slotsOf(key), task)
        call('SREM', heldBy(node), key .. '\0' .. task)
      end

      local function unpackHint(hint)
        local limit, due, number, queue = string.match(hint, '^(%d+) (%-?%d+) (%d+) (.*)$')
        return tonumber(limit), due, number, queue
      end

      -- The message is in the deferred set, as `number`.
      function places.park(key, limit, queue, due, number)
        local list = waitingOf(key)
        while true do
          local first = call('LINDEX', list, 0)
          if not first then break end
          local _, firstDue = unpackHint(first)
          if tonumber(firstDue) > tonumber(now) then break end
          call('LPOP', list)
        end
        call('RPUSH', list, limit .. ' ' .. due .. ' ' .. number .. ' ' .. queue)
        if not SERVER_TIME then return end
        local left = math.min(math.max((due - now) / 1000, 0) + 60000, 1e14)
        if call('PTTL', list) < left then call('PEXPIRE', list, string.format('%.0f', left)) end
      end

      local function takeDeferred(queue, due, number)
        for _, member in ipairs(call('ZRANGEBYSCORE', deferredOf(queue), due, due)) do
          if string.sub(member, 1, #number + 1) == number .. ' ' then
            call('ZREM', deferredOf(queue), member)
            return undefer(member)
          end
        end
      end

      -- Whether the one that has waited longest could go to the front of its queue, since a place is free.
      local function sendOn(key)
        while true do
          local hint = call('LINDEX', waitingOf(key), 0)
          if not hint then return false end
          local limit, due, number, queue = unpackHint(hint)
          if not places.isFree(key, limit) then return false end
          call('LPOP', waitingOf(key))
          local step, envelope = takeDeferred(queue, due, number)
          if step then
            local isSent = type(redis.pcall('RPUSH', listOf(queue, step), envelope)) == 'number'
            -- A key that is no list: it stays what it was, a deferred message.
            if isSent then call('SADD', QUEUES, queue) else defer(queue, step, due, envelope) end
            return isSent
          end
        end
      end

      -- Also where the task has no place: whether one could be sent on.
      function places.giveBack(key, task)
        giveBack(key, task)
        return sendOn(key)
      end

      -- How many could be sent on.
      function places.giveBackAll(node)
        local count = 0
        for _, member in ipairs(call('SMEMBERS', heldBy(node))) do
          local key, task = string.match(member, '^([^%z]*)%z(.*)$')
          if places.giveBack(key, task) then count = count + 1 end
        end
        return count
      end

      return places
    end


    """#
}
