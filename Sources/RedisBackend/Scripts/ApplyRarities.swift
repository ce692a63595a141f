/// The changes and effects that most calls do without: part of `ApplyScript`.
enum ApplyRarities {
  static let text =
    "local function Rarities()\n" + RelayScripts.functions + UniqueClaimScripts.functions + PlaceScripts.functions
    + changes

  private static let changes = #"""
      local claims, places
      local function theClaims()
        claims = claims or Claims(now)
        return claims
      end
      local function thePlaces()
        places = places or Places(now)
        return places
      end

      -- The last that claimed a key and was not refused.
      local accepted

      local effects = {}
      -- The key, until when it is claimed, the end in µs, whether it is refused where another holds the key; the task, its queue
      -- and step, when it is due (nothing: now), the envelope.
      effects.u = function(at)
        local task, queue, step, due = ARGV[at + 4], ARGV[at + 5], ARGV[at + 6], ARGV[at + 7]
        local holder = theClaims().take(ARGV[at], task, ARGV[at + 1], ARGV[at + 2], queue)
        if holder and ARGV[at + 3] == '1' then
          refused[#refused + 1] = task
          refused[#refused + 1] = holder
          return
        end
        accepted = task
        if due == '' then return push(queue, step, ARGV[at + 8]) end
        note(queue)
        defer(queue, step, due, ARGV[at + 8])
      end

      effects.k = function(at) theClaims().giveUp(ARGV[at], ARGV[at + 1]) end
      effects.s = function(at) thePlaces().giveBack(ARGV[at], ARGV[at + 1]) end

      -- Each takes the place of its first argument and the change's index; answers whether the effects follow.
      local guards, widths = {}, {Q = 4, D = 2, X = 3, K = 2, Z = 1, T = 7, W = 4, R = 1}
      -- What a change has to do when its effects are known.
      local finish

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

      -- For a place of a key, of which there are so many: back to the front where one is free.
      guards.W = function(at)
        local tag, key, limit, due = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2]), ARGV[at + 3]
        local envelope, queue = release(tag, true)
        if not envelope then return false end
        if thePlaces().isFree(key, limit) then
          deliver('RPUSH', listOf(queue, stepOf(tag)), {envelope}, queue, stepOf(tag))
        else
          thePlaces().park(key, limit, queue, due, defer(queue, stepOf(tag), due, envelope))
        end
        note(queue)
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

      -- What comes from an outbox, by its id: once, however often it is brought.
      guards.R = function(at)
        local key = relayedOf(ARGV[at])
        dropExpired(key)
        return add(key, '1', relayedUntil(now, RELAYED_DAYS * 86400)) and true
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
        if isPaused('entry', entry) then
          tell('paused', '')
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
        memory.due = due
        local before = #refused
        accepted = nil
        finish = function()
          local sent = messages - (#refused - before) / 2
          if sent == 0 and messages > 0 then
            memory.skipped = memory.skipped + 1
            tell('overlapping', refused[#refused])
          else
            memory.sentAt, memory.sent = now, memory.sent + sent
            if sent == messages then accepted = newTask end
            memory.task = sent > 0 and accepted or memory.task
          end
          call('HSET', BEAT, entry, cjson.encode(memory))
        end
        return true
      end

      local function finishChange()
        if finish then finish() end
        finish = nil
      end
      local function write()
        if claims then claims.write() end
      end
      return {guards = guards, widths = widths, effects = effects, finish = finishChange, write = write}
    end


    """#
}
