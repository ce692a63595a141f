/// Takes messages out of their queues into a node's hands: due ones become ready first, then each queue gives its fair
/// share, and in the same step what was popped is recorded as held.
///
/// Arguments: the caller's time in µs, the tags' beginning, the node, the limit, then the queues in the order of their turn.
/// Answer: when the next deferred message is due (or nothing), three bytes for each message (its queue's index in two, its
/// step's in one), two for each queue that is paused (its index), then the messages.
enum ClaimScript {
  /// How many due messages one call moves for each queue; the rest follows with the next calls, and nobody waits for a
  /// million moves.
  static let promotedAtOnce = 1000

  static let text = #"""
    local now, prefix, node, room = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
    local queues, nextDue = {}, nil
    for index = 5, #ARGV do queues[#queues + 1] = ARGV[index] end

    local function promote(queue)
      local key = deferredOf(queue)
      local due = call('ZRANGEBYSCORE', key, '-inf', now, 'LIMIT', 0, \#(promotedAtOnce))
      if #due > 0 then
        local lists = {}
        for _, member in ipairs(due) do
          local step, envelope = undefer(member)
          local list = listOf(queue, step)
          lists[list] = lists[list] or {}
          table.insert(lists[list], envelope)
        end
        for list, envelopes in pairs(lists) do inParts('LPUSH', list, envelopes) end
        call('ZREMRANGEBYRANK', key, 0, #due - 1)
      end
      local first = call('ZRANGE', key, 0, 0, 'WITHSCORES')
      if first[2] and (not nextDue or tonumber(first[2]) < tonumber(nextDue)) then nextDue = first[2] end
    end

    local taken, steps = {}, {}
    local function take(index, wanted)
      local envelopes, of = taken[index], steps[index]
      local count = #envelopes
      for number, step in ipairs(STEPS) do
        local got = #envelopes - count
        if got >= wanted then break end
        local popped = call('RPOP', listOf(queues[index], step), wanted - got)
        if popped then
          for _, envelope in ipairs(popped) do
            envelopes[#envelopes + 1] = envelope
            of[#of + 1] = number
          end
        end
      end
      return #envelopes - count
    end

    -- Rounds in which each queue that may have more is asked for an equal part of what is left.
    local asked, paused = {}, {}
    local hasPauses = call('EXISTS', PAUSED) == 1
    for index, queue in ipairs(queues) do
      taken[index], steps[index] = {}, {}
      if hasPauses and isPaused('queue', queue) then
        paused[#paused + 1] = string.char(math.floor(index / 256), index % 256)
      else
        promote(queue)
        asked[#asked + 1] = index
      end
    end
    while room > 0 and #asked > 0 do
      local full = {}
      for position, index in ipairs(asked) do
        if room <= 0 then break end
        local share = math.ceil(room / (#asked - position + 1))
        local got = take(index, share)
        room = room - got
        if got == share then full[#full + 1] = index end
      end
      asked = full
    end

    local function isObject(envelope)
      if string.byte(envelope, 1) == 123 and string.byte(envelope, -1) == 125 then return true end
      return string.find(envelope, '^%s*{') ~= nil and string.find(string.sub(envelope, -100), '}%s*$') ~= nil
    end

    -- One of each queue in turn. What is no JSON object stays out of the index: kombu's sweep would die of it.
    local time = leaseTime(now)
    local score = seconds(time)
    local answer, codes, records, scores, tails = {'', '', ''}, {}, {}, {}, {}
    local longest, number, places = 0, 0, {}
    for index, queue in ipairs(queues) do
      longest = math.max(longest, #taken[index])
      tails[index] = tailOf(queue)
      places[index] = {}
      for step, text in ipairs(STEPS) do
        places[index][step] = string.char(math.floor(index / 256), index % 256, tonumber(text))
      end
    end
    for row = 1, longest do
      for index = 1, #queues do
        local envelope = taken[index][row]
        if envelope then
          local step = steps[index][row]
          local tag = prefix .. number .. '.' .. STEPS[step]
          number = number + 1
          answer[#answer + 1] = envelope
          codes[number] = places[index][step]
          records[2 * number - 1] = tag
          records[2 * number] = record(envelope, tails[index])
          if isObject(envelope) then
            scores[#scores + 1] = score
            scores[#scores + 1] = tag
          end
        end
      end
    end
    if number > 0 then
      inParts('HSET', UNACKED, records)
      inParts('ZADD', INDEX, scores)
      call('ZADD', NODES, 'NX', 0, node)
    end
    answer[1], answer[2], answer[3] = nextDue or '', table.concat(codes), table.concat(paused)
    return answer
    """#

  /// What a claim put into our hands whose answer was lost. Arguments: the tags' beginning, the claim's limit.
  /// Answer: tags and records in turn.
  static let recovery = #"""
    local answer = {}
    for number = 0, tonumber(ARGV[2]) - 1 do
      for _, step in ipairs(STEPS) do
        local tag = ARGV[1] .. number .. '.' .. step
        local value = call('HGET', UNACKED, tag)
        if value then
          answer[#answer + 1] = tag
          answer[#answer + 1] = value
        end
      end
    end
    return answer
    """#
}
