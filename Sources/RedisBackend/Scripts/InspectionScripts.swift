/// Looking into the queues and emptying them, in steps that hold no other call up.
enum InspectionScripts {
  /// Arguments: the caller's time in µs, then the queues that are named. Queues that are known and hold nothing any more are
  /// forgotten. Answer, for each queue: its name, how many wait, how many are deferred, how many of them are due, the oldest
  /// of each step.
  static let statistics = #"""
    local named, queues = {}, {}
    for index = 2, #ARGV do
      if not named[ARGV[index]] then queues[#queues + 1] = ARGV[index] end
      named[ARGV[index]] = true
    end
    for _, queue in ipairs(call('SMEMBERS', QUEUES)) do
      if not named[queue] then queues[#queues + 1] = queue end
    end
    local answer = {}
    for _, queue in ipairs(queues) do
      local waiting, oldest = 0, {}
      for _, step in ipairs(STEPS) do
        local list = listOf(queue, step)
        local length = lengthOf(list)
        waiting = waiting + length
        oldest[#oldest + 1] = length > 0 and call('LINDEX', list, -1) or nil
      end
      local deferred = call('ZCARD', deferredOf(queue))
      if waiting + deferred > 0 or named[queue] then
        local due = call('ZCOUNT', deferredOf(queue), '-inf', ARGV[1])
        answer[#answer + 1] = {queue, waiting, deferred - due, due, oldest}
      else
        call('SREM', QUEUES, queue)
      end
    end
    return answer
    """#

  /// A page of what is held, counted by queue. Arguments: the cursor. Answer: the next cursor, tags and the ends of records.
  static let heldTails = #"""
    local page = call('HSCAN', UNACKED, ARGV[1], 'COUNT', 1000)
    local answer = {}
    for index = 1, #page[2], 2 do
      answer[#answer + 1] = page[2][index]
      answer[#answer + 1] = string.sub(page[2][index + 1], -1000)
    end
    return {page[1], answer}
    """#

  /// The queues anything is known of. Answer: their names.
  static let queues = "return call('SMEMBERS', QUEUES)"

  /// A stretch of a queue's list that mentions one of some texts. Arguments: the queue, the step, where it begins and ends,
  /// the texts (none: all). Answer: how many were looked at, and those that mention one.
  static let searchList =
    search + #"""
      local list = listOf(ARGV[1], ARGV[2])
      local page = lengthOf(list) > 0 and call('LRANGE', list, ARGV[3], ARGV[4]) or {}
      return {#page, filter(page, 1, 5)}
      """#

  /// The same of the deferred. Arguments: the queue, where it begins and ends, the texts.
  static let searchDeferred =
    search + #"""
      local page = call('ZRANGE', deferredOf(ARGV[1]), ARGV[2], ARGV[3])
      return {#page, filter(page, 1, 4)}
      """#

  /// The same of what is held. Arguments: the cursor, the texts. Answer: the next cursor, tags and records.
  static let searchHeld =
    search + #"""
      local page = call('HSCAN', UNACKED, ARGV[1], 'COUNT', 500)
      return {page[1], filter(page[2], 2, 2)}
      """#

  private static let search = #"""
    local function mentions(text, first)
      if first > #ARGV then return true end
      for index = first, #ARGV do
        if string.find(text, ARGV[index], 1, true) then return true end
      end
      return false
    end

    -- Of rows of so many texts those whose last mentions one.
    local function filter(rows, width, first)
      local found = {}
      for index = width, #rows, width do
        if mentions(rows[index], first) then
          for column = index - width + 1, index do found[#found + 1] = rows[column] end
        end
      end
      return found
    end


    """#

  /// The earliest deferred. Arguments: how many, the queues. Answer: queue, due moment and member in turn.
  static let deferred = #"""
    local answer = {}
    for index = 2, #ARGV do
      local members = call('ZRANGE', deferredOf(ARGV[index]), 0, tonumber(ARGV[1]) - 1, 'WITHSCORES')
      for at = 1, #members, 2 do
        answer[#answer + 1] = ARGV[index]
        answer[#answer + 1] = members[at + 1]
        answer[#answer + 1] = members[at]
      end
    end
    return answer
    """#

  /// Arguments: the caller's time in µs, the queues. Answer: how many waited, how many were deferred.
  static let purge = #"""
    local waiting, deferred = 0, 0
    for index = 2, #ARGV do
      local queue = ARGV[index]
      for _, step in ipairs(STEPS) do
        waiting = waiting + lengthOf(listOf(queue, step))
        call('UNLINK', listOf(queue, step))
      end
      local due = call('ZCOUNT', deferredOf(queue), '-inf', ARGV[1])
      waiting, deferred = waiting + due, deferred + call('ZCARD', deferredOf(queue)) - due
      call('UNLINK', deferredOf(queue))
      call('SREM', QUEUES, queue)
    end
    return {waiting, deferred}
    """#

  /// Drops held messages of nodes that are dead. Arguments: the caller's time in µs, tags. Answer: how many.
  static let dropHeld = #"""
    local time, count = leaseTime(ARGV[1]), 0
    for index = 2, #ARGV do
      local lease = call('ZSCORE', NODES, holderOf(ARGV[index]) or '')
      if not lease or tonumber(lease) <= time then
        count = count + call('HDEL', UNACKED, ARGV[index])
        call('ZREM', INDEX, ARGV[index])
      end
    end
    return count
    """#
}
