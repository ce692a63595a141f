/// The counting of chords: part of `ApplyScript`.
enum ApplyChords {
  static let text = #"""
    local function Chords()
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

      return {size = size, count = count}
    end


    """#
}
