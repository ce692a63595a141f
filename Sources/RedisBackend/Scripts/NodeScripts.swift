/// Which nodes live, and what dead ones held.
enum NodeScripts {
  private static let deadNodes = #"""
    local function deadNodes(self, name, time)
      local dead = {}
      local nodes = call('ZRANGE', NODES, 0, -1, 'WITHSCORES')
      for index = 1, #nodes, 2 do
        local node = nodes[index]
        local isEarlierLife = string.match(node, '^(.*)#[^#]*$') == name
        if node ~= self and (isEarlierLife or tonumber(nodes[index + 1]) <= time) then dead[#dead + 1] = node end
      end
      return dead
    end

    local function chordsWaiting()
      if RESULT_DATABASE then call('SELECT', RESULT_DATABASE) end
      local chords = call('HLEN', CHORDS)
      if RESULT_DATABASE then call('SELECT', BROKER_DATABASE) end
      return chords
    end


    """#

  /// Arguments: the caller's time in µs, the node, its name, its home, for how long in µs.
  /// Answer: nothing when the name is its own now; else the other one's home, the end of its lease in µs, and how much of
  /// it is left. One with our own home is dead: there is a lock on it.
  static let takeName = #"""
    local time = leaseTime(ARGV[1])
    local nodes = call('ZRANGE', NODES, 0, -1, 'WITHSCORES')
    for index = 1, #nodes, 2 do
      local node, lease = nodes[index], tonumber(nodes[index + 1])
      if node ~= ARGV[2] and lease > time and string.match(node, '^(.*)#[^#]*$') == ARGV[3] then
        local home = call('HGET', HOMES, node) or ''
        if home ~= ARGV[4] then
          return {home, string.format('%.0f', lease), string.format('%.0f', lease - time)}
        end
      end
    end
    call('HSET', HOMES, ARGV[2], ARGV[4])
    call('ZADD', NODES, string.format('%.0f', time + tonumber(ARGV[5])), ARGV[2])
    return {}
    """#

  /// Arguments: the caller's time in µs, the node, for how long in µs, its name, the visibility timeout in µs, then the tags
  /// whose age is to be forgotten, so that no Celery worker takes for dropped what is only slow.
  /// Answer: 0 where the survey would find nothing to do.
  ///
  /// When this node comes late, and nobody else came in time either, the server was away, and nobody can be blamed for
  /// that: who lived before gets one more lease, so that what runs there is not taken over and run twice. Half a
  /// microsecond in a lease marks the one that was given; a dead node gets no second.
  static let renewal =
    deadNodes + #"""
      local time, span = leaseTime(ARGV[1]), tonumber(ARGV[3])
      local own = tonumber(call('ZSCORE', NODES, ARGV[2]) or 0)
      local newest = tonumber(call('ZRANGE', NODES, -1, -1, 'WITHSCORES')[2] or 0)
      if own > 0 and newest <= time + span / 3 then
        local given = string.format('%.0f.5', time + span)
        local living = call('ZRANGEBYSCORE', NODES, string.format('(%.0f', newest - span), '+inf', 'WITHSCORES')
        for index = 1, #living, 2 do
          if tonumber(living[index + 1]) % 1 == 0 then call('ZADD', NODES, given, living[index]) end
        end
      end
      call('ZADD', NODES, string.format('%.0f', time + span), ARGV[2])
      local scores = {}
      for index = 6, #ARGV do
        scores[#scores + 1] = seconds(time)
        scores[#scores + 1] = ARGV[index]
      end
      for first = 1, #scores, 2000 do
        call('ZADD', INDEX, 'XX', unpack(scores, first, math.min(first + 1999, #scores)))
      end
      if #deadNodes(ARGV[2], ARGV[4], time) > 0 or chordsWaiting() > 0 then return 1 end
      local latest = string.format('%.0f', math.floor((time - tonumber(ARGV[5])) / 1000000))
      local stale = call('ZRANGEBYSCORE', INDEX, '-inf', latest, 'LIMIT', 0, 1)
      return #stale > 0 and call('EXISTS', P .. 'tasksd:sweep') == 0 and 1 or 0
      """#

  /// Arguments: the caller's time in µs, the node, its name, how many ms pass between two sweeps.
  /// Answer: the dead nodes; how many chords wait for their body; whether it is time to sweep.
  static let survey =
    deadNodes + #"""
      local dead = deadNodes(ARGV[2], ARGV[3], leaseTime(ARGV[1]))
      local mayScan = call('SET', P .. 'tasksd:sweep', ARGV[2], 'NX', 'PX', ARGV[4]) and 1 or 0
      return {dead, chordsWaiting(), mayScan}
      """#

  /// One page of what is held. Arguments: the cursor, a glob pattern of tags. Answer: the next cursor, tags and records.
  static let held = #"""
    local page = call('HSCAN', UNACKED, ARGV[1], 'MATCH', ARGV[2], 'COUNT', 1000)
    return {page[1], page[2]}
    """#

  /// Forgets a node that holds no message any more, and gives its places back. Arguments: the caller's time in µs, the node.
  /// Answer: how many who waited for a place were sent on.
  static let forget =
    PlaceScripts.functions + #"""
      local count = Places(ARGV[1]).giveBackAll(ARGV[2])
      call('ZREM', NODES, ARGV[2])
      call('HDEL', HOMES, ARGV[2])
      return count
      """#

  /// What no living node of ours holds and nobody has touched since a moment. Arguments: the caller's time in µs, the age in
  /// µs, how many at most. Answer: tags, scores and records, oldest first.
  static let stale = #"""
    local time = leaseTime(ARGV[1])
    local latest = string.format('%.0f', math.floor((time - tonumber(ARGV[2])) / 1000000))
    local tags = call('ZRANGEBYSCORE', INDEX, '-inf', latest, 'LIMIT', 0, ARGV[3])
    local answer = {}
    for _, tag in ipairs(tags) do
      local holder = holderOf(tag)
      local lease = holder and call('ZSCORE', NODES, holder)
      if not lease or tonumber(lease) <= time then
        local value = call('HGET', UNACKED, tag)
        if value then
          answer[#answer + 1] = tag
          answer[#answer + 1] = value
        else
          call('ZREM', INDEX, tag)
        end
      end
    end
    return answer
    """#

  /// kombu's lock of restoring. Arguments: the token.
  static let lockRestoring = "return call('SET', P .. 'unacked_mutex', ARGV[1], 'NX', 'PX', 300000) and 1 or 0"
  static let unlockRestoring = #"""
    if call('GET', P .. 'unacked_mutex') == ARGV[1] then return call('DEL', P .. 'unacked_mutex') end
    return 0
    """#

  /// The table of bindings of an exchange. Arguments: the exchange.
  static let bindings = "return call('SMEMBERS', P .. '_kombu.binding.' .. ARGV[1])"

  /// Declares the queues that are consumed as kombu does, so that Celery's tools see them. Arguments: the queues.
  static let declare = #"""
    for _, queue in ipairs(ARGV) do
      local member = queue .. SEPARATOR .. SEPARATOR .. queue
      call('SADD', P .. '_kombu.binding.' .. queue, member)
      call('SADD', P .. '_kombu.binding_permanent.' .. queue, member)
    end
    return #ARGV
    """#

  /// Takes up chords whose body has not left, because whoever counted the last part is gone.
  /// Arguments: a token's beginning. Answer: groups, tokens and notes in turn.
  static let adoption = #"""
    local answer = {}
    if RESULT_DATABASE then call('SELECT', RESULT_DATABASE) end
    for index, id in ipairs(call('HKEYS', CHORDS)) do
      if #answer >= 300 then break end
      local key = group(id)
      local claim = call('GET', key .. '.c')
      if claim == 'done' or call('EXISTS', key .. '.s') == 0 then
        call('HDEL', CHORDS, id)
      elseif not claim then
        local token = ARGV[1] .. '.' .. index
        call('SET', key .. '.c', token, 'EX', CHORD_CLAIM_SECONDS)
        answer[#answer + 1] = id
        answer[#answer + 1] = token
        answer[#answer + 1] = call('HGET', CHORDS, id)
      end
    end
    if RESULT_DATABASE then call('SELECT', BROKER_DATABASE) end
    return answer
    """#
}
