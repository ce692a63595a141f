/// Applies changes in one step: each is a guard (what must hold, and what is done with it), followed by its effects. Where
/// the guard does not hold, nothing of that change is done and its index is answered. What most calls do without is made only
/// when a call needs it: a function in Lua is made anew whenever a script runs past it.
///
/// Arguments: the caller's time in µs, the caller's lane, the number of the call, then the changes (`ChangeCall` writes
/// them). A call that is repeated, since its answer was lost, gets the answer of the first and changes nothing.
/// Answer: the indexes of what was not done; chords that became complete (group, token, note); outcomes of ticks (index, code,
/// detail); what was refused, since another holds the key that it claims (task, holder).
enum ApplyScript {
  static let text =
    CallMemory.functions + preparation + ApplyChords.text + ApplyRarities.text + effects + loop

  private static let preparation = #"""
    local now, number = ARGV[1], ARGV[3]
    local kept = recall(ARGV[2], number)
    if kept then return kept == '' and {{}, {}, {}, {}} or cmsgpack.unpack(kept) end

    local lost, completed, outcomes, refused = {}, {}, {}, {}
    local pushes, acknowledged, known = {}, {}, {}

    local function note(queue)
      if known[queue] then return end
      known[queue] = true
      call('SADD', QUEUES, queue)
    end

    local function push(queue, step, envelope)
      local list = listOf(queue, step)
      local waiting = pushes[list]
      if not waiting then
        waiting = {queue = queue, step = step}
        pushes[list] = waiting
      end
      waiting[#waiting + 1] = envelope
    end

    local function bury(reason, detail, queue, step, envelope)
      local number = call('INCR', P .. 'tasksd:dead:number')
      local header = cjson.encode({
        number = tostring(number), reason = reason, detail = detail, queue = queue, step = step, at = now})
      call('ZADD', DEAD, number, header .. '\n' .. envelope)
    end

    -- What has left its place must arrive somewhere: a step of ours is not undone where it fails.
    local function deliver(command, list, envelopes, queue, step)
      local isDone, reason = pcall(inParts, command, list, envelopes)
      if isDone then return end
      local detail = 'the queue\'s key is no list: ' .. (type(reason) == 'table' and reason.err or tostring(reason))
      for _, envelope in ipairs(envelopes) do bury('rejected', detail, queue, step, envelope) end
    end

    -- Out of our hands; the envelope and the queue as they were recorded, or nothing when another has it.
    local function release(tag, wantsEnvelope)
      local value = wantsEnvelope and call('HGET', UNACKED, tag)
      if call('HDEL', UNACKED, tag) == 0 then return false end
      acknowledged[#acknowledged + 1] = tag
      if not value then return true end
      return unpackRecord(value)
    end


    """#

  private static let effects = #"""
    -- How the new state gives way: 'N' (not final) to every final one, 'F' (final) to success, 'U' to every final one, too.
    local function keeps(old, class)
      local status = string.match(old, '^{"status": "([^"]*)"')
      if not status then
        local isJSON, fields = pcall(cjson.decode, old)
        status = isJSON and type(fields) == 'table' and fields.status or nil
      end
      if not status then return class ~= 'F' end
      return status == 'SUCCESS' or class ~= 'F' and (status == 'FAILURE' or status == 'REVOKED')
    end

    local function store(id, class, expires, text)
      local key = R .. 'celery-task-meta-' .. id
      dropExpired(key)
      if not add(key, text, expires) then
        if keeps(call('GET', key), class) then return end
        set(key, text, expires)
      end
      call('PUBLISH', key, text)
    end

    -- Effects on results wait until all that concerns the queues is done: one change of the database at most.
    local later = {}
    local widths = {m = 3, l = 4, r = 4, c = 3, p = 6, u = 9, k = 2, s = 2}
    local chords, rarities
    local function theRarities()
      rarities = rarities or Rarities()
      return rarities
    end

    local function apply(code, at)
      if code == 'm' then
        push(ARGV[at], ARGV[at + 1], ARGV[at + 2])
      elseif code == 'l' then
        note(ARGV[at])
        defer(ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3])
      elseif code == 'r' or code == 'c' or code == 'p' then
        later[#later + 1] = at
      else
        theRarities().effects[code](at)
      end
    end

    local function applyLater(at)
      local code = ARGV[at - 1]
      if code == 'r' then return store(ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]) end
      chords = chords or Chords()
      if code == 'c' then
        chords.size(ARGV[at], ARGV[at + 1], ARGV[at + 2])
      else
        chords.count(ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5])
      end
    end


    """#

  private static let loop = #"""
    local at, index, last, onlySends = 4, 0, #ARGV, true
    while at <= last do
      local code = ARGV[at]
      local holds, guardWidth = true, 0
      if code == 'A' then
        holds, guardWidth = release(ARGV[at + 1], false), 1
      elseif code ~= 'N' then
        local guard = theRarities().guards[code]
        if not guard then return redis.error_reply('ERR tasksd: no such change: ' .. code) end
        holds, guardWidth = guard(at + 1, index), rarities.widths[code]
      end
      onlySends = onlySends and code == 'N'
      if not holds then lost[#lost + 1] = index end
      at = at + 1 + guardWidth
      local width = widths[ARGV[at]]
      while width and at <= last do
        if holds then apply(ARGV[at], at + 1) end
        at = at + 1 + width
        width = widths[ARGV[at]]
      end
      if rarities then rarities.finish() end
      index = index + 1
    end
    -- Who sends can be told, before anything is done.
    for list in pairs(onlySends and pushes or {}) do
      local kind = call('TYPE', list).ok
      if kind ~= 'list' and kind ~= 'none' then
        return redis.error_reply('WRONGTYPE the key ' .. list .. ' of a queue is no list but a ' .. kind)
      end
    end
    for list, waiting in pairs(pushes) do
      note(waiting.queue)
      deliver('LPUSH', list, waiting, waiting.queue, waiting.step)
    end
    inParts('ZREM', INDEX, acknowledged)
    if rarities then rarities.write() end
    if #later > 0 then
      if RESULT_DATABASE then call('SELECT', RESULT_DATABASE) end
      for _, position in ipairs(later) do applyLater(position) end
      if RESULT_DATABASE then call('SELECT', BROKER_DATABASE) end
    end

    local answer = {lost, completed, outcomes, refused}
    local isPlain = #lost == 0 and #completed == 0 and #outcomes == 0 and #refused == 0
    keep(ARGV[2], number, isPlain and '' or cmsgpack.pack(answer))
    return answer
    """#
}
