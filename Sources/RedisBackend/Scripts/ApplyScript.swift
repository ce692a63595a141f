/// Applies changes in one step: each is a guard (what must hold, and what is done with it), followed by its effects. Where
/// the guard does not hold, nothing of that change is done and its index is answered.
///
/// Arguments: the caller's time in µs, the caller's lane, the number of the call, then the changes (`ChangeCall` writes
/// them). A call that is repeated, since its answer was lost, gets the answer of the first and changes nothing.
/// Answer: the indexes of what was not done; chords that became complete (group, token, note); outcomes of ticks (index, code,
/// detail).
enum ApplyScript {
  static let text = preparation + effects + guards + loop

  /// How many answers are kept for each lane: more than calls can be under way on one connection.
  private static let keptAnswers = 1024

  private static let preparation = #"""
    local now, lane, number = ARGV[1], P .. 'tasksd:calls:' .. ARGV[2], ARGV[3]
    local slot = tonumber(number) % \#(keptAnswers)
    local kept = call('HGET', lane, slot)
    if kept then
      local of, packed = string.match(kept, '^(%d+) (.*)$')
      if of == number then return packed == '' and {{}, {}, {}} or cmsgpack.unpack(packed) end
    end

    local lost, completed, outcomes = {}, {}, {}
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

    -- The sending of the body is claimed as a Celery worker claims it, and noted until it has left.
    local function complete(id, note)
      local token = ARGV[2] .. '.' .. number .. '.' .. #completed
      if not call('SET', group(id) .. '.c', token, 'NX', 'EX', CHORD_CLAIM_SECONDS) then return end
      call('HSET', CHORDS, id, note)
      completed[#completed + 1] = id
      completed[#completed + 1] = token
      completed[#completed + 1] = note
    end

    local function isList(key) return call('TYPE', key .. '.j').ok == 'list' end
    local function ended(key) return call(isList(key) and 'LLEN' or 'ZCARD', key .. '.j') end

    -- Parts may have come before: then one of them left its note.
    local function size(id, count, expires)
      local key = group(id)
      call('DEL', key .. '.c')
      set(key .. '.s', count, expires)
      local note = call('GET', key .. '.tasksd')
      if not note then return end
      call('DEL', key .. '.tasksd')
      if ended(key) >= tonumber(count) then complete(id, note) end
    end

    -- Celery's protocol for the parts of a chord (celery/backends/redis.py).
    local function count(id, task, score, member, expires, note)
      local key = group(id)
      if call('GET', key .. '.c') == 'done' then return end
      if call('SADD', key .. '.d', task .. ':' .. score) == 1 then
        if isList(key) then call('RPUSH', key .. '.j', member) else call('ZADD', key .. '.j', score, member) end
      end
      for _, suffix in ipairs({'.j', '.t', '.s', '.d', ''}) do expire(key .. suffix, expires) end
      local wanted = call('GET', key .. '.s')
      if not wanted then
        set(key .. '.tasksd', note, expires)
      elseif ended(key) == tonumber(wanted) + tonumber(call('GET', key .. '.t') or 0) then
        complete(id, note)
      end
    end

    -- Effects on results wait until all that concerns the queues is done: one change of the database at most.
    local later = {}
    local widths = {m = 3, l = 4, r = 4, c = 3, p = 6}
    local function apply(code, at)
      if code == 'm' then
        push(ARGV[at], ARGV[at + 1], ARGV[at + 2])
      elseif code == 'l' then
        note(ARGV[at])
        defer(ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3])
      else
        later[#later + 1] = at
      end
    end

    local function applyLater(at)
      local code = ARGV[at - 1]
      if code == 'r' then
        store(ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3])
      elseif code == 'c' then
        size(ARGV[at], ARGV[at + 1], ARGV[at + 2])
      else
        count(ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5])
      end
    end


    """#

  private static let guards = #"""
    -- Each takes the place of its first argument and the change's index; answers whether the effects follow.
    local guards = {}
    local guardWidths = {N = 0, A = 1, Q = 4, D = 2, X = 3, K = 2, Z = 1, T = 7}

    guards.N = function() return true end
    guards.A = function(at) return release(ARGV[at], false) end

    -- Back to the front: as it was recorded, or with the queue, step and envelope that are given.
    guards.Q = function(at)
      local tag, queue, step, envelope = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
      if envelope == '' then
        envelope, queue = release(tag, true)
        if not envelope then return false end
      elseif not release(tag, false) then
        return false
      end
      if step == '' then step = stepOf(tag) end
      deliver('RPUSH', listOf(queue, step), {envelope}, queue, step)
      note(queue)
      return true
    end

    guards.D = function(at)
      local envelope, queue = release(ARGV[at], true)
      if not envelope then return false end
      if tonumber(ARGV[at + 1]) <= tonumber(now) then
        push(queue, stepOf(ARGV[at]), envelope)
      else
        defer(queue, stepOf(ARGV[at]), ARGV[at + 1], envelope)
        note(queue)
      end
      return true
    end

    guards.X = function(at)
      local envelope, queue = release(ARGV[at], true)
      if not envelope then return false end
      bury(ARGV[at + 1], ARGV[at + 2], queue, stepOf(ARGV[at]), envelope)
      return true
    end

    -- A chord whose body leaves with the effects, if it is still ours to send.
    guards.K = function(at)
      if RESULT_DATABASE then call('SELECT', RESULT_DATABASE) end
      local key = group(ARGV[at])
      local claim = call('GET', key .. '.c')
      local isOurs = claim == ARGV[at + 1] or not claim and call('HEXISTS', CHORDS, ARGV[at]) == 1
      if isOurs then
        call('DEL', key .. '.j', key .. '.t', key .. '.s', key .. '.d', key .. '.tasksd')
        call('SET', key .. '.c', 'done', 'EX', 300)
        call('HDEL', CHORDS, ARGV[at])
      end
      if RESULT_DATABASE then call('SELECT', BROKER_DATABASE) end
      return isOurs
    end

    guards.Z = function(at) return call('ZREMRANGEBYSCORE', DEAD, ARGV[at], ARGV[at]) == 1 end

    -- entry, due, whether to skip, the task that was looked for, whether it is unfinished, the new task, how many messages
    guards.T = function(at, index)
      local entry, due, newTask, messages = ARGV[at], ARGV[at + 1], ARGV[at + 5], tonumber(ARGV[at + 6])
      local function tell(code, detail)
        outcomes[#outcomes + 1] = index
        outcomes[#outcomes + 1] = code
        outcomes[#outcomes + 1] = detail
      end
      local text = call('HGET', BEAT, entry)
      local memory = text and cjson.decode(text) or {schedule = '', anchor = due, sent = 0, skipped = 0}
      if memory.due and tonumber(memory.due) >= tonumber(due) then
        tell('claimed', memory.due)
        return false
      end
      if ARGV[at + 2] == '1' and memory.task then
        if ARGV[at + 3] ~= memory.task then
          tell('look', memory.task)
          return false
        elseif ARGV[at + 4] == '1' then
          memory.due, memory.skipped = due, memory.skipped + 1
          call('HSET', BEAT, entry, cjson.encode(memory))
          tell('overlapping', memory.task)
          return false
        end
      end
      memory.due, memory.sentAt, memory.sent = due, now, memory.sent + messages
      if messages > 0 then memory.task = newTask end
      call('HSET', BEAT, entry, cjson.encode(memory))
      return true
    end


    """#

  private static let loop = #"""
    local at, index, last, onlySends = 4, 0, #ARGV, true
    while at <= last do
      local code = ARGV[at]
      local guard = guards[code]
      if not guard then return redis.error_reply('ERR tasksd: no such change: ' .. code) end
      onlySends = onlySends and code == 'N'
      local holds = guard(at + 1, index)
      if not holds then lost[#lost + 1] = index end
      at = at + 1 + guardWidths[code]
      local width = widths[ARGV[at]]
      while width and at <= last do
        if holds then apply(ARGV[at], at + 1) end
        at = at + 1 + width
        width = widths[ARGV[at]]
      end
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
    if #later > 0 then
      if RESULT_DATABASE then call('SELECT', RESULT_DATABASE) end
      for _, position in ipairs(later) do applyLater(position) end
      if RESULT_DATABASE then call('SELECT', BROKER_DATABASE) end
    end

    local answer = {lost, completed, outcomes}
    local isPlain = #lost == 0 and #completed == 0 and #outcomes == 0
    call('HSET', lane, slot, number .. ' ' .. (isPlain and '' or cmsgpack.pack(answer)))
    call('EXPIRE', lane, 600)
    return answer
    """#
}
