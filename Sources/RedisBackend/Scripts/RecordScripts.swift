/// What is kept beside the messages: results, the beat's memory, revocations.
enum RecordScripts {
  /// Arguments: the caller's time in µs, the task. Answer: the record; its remaining time in ms or, where the time is not
  /// the server's, the moment in µs at which it ends.
  static let result = #"""
    if RESULT_DATABASE then call('SELECT', RESULT_DATABASE) end
    local key = R .. 'celery-task-meta-' .. ARGV[2]
    dropExpired(key)
    local text = call('GET', key)
    local answer = {text, SERVER_TIME and call('PTTL', key) or call('ZSCORE', EXPIRIES, key) or ''}
    if RESULT_DATABASE then call('SELECT', BROKER_DATABASE) end
    return answer
    """#

  /// Arguments: the caller's time in µs, the task. Answer: 1 if there was a record.
  static let forget = #"""
    if RESULT_DATABASE then call('SELECT', RESULT_DATABASE) end
    local key = R .. 'celery-task-meta-' .. ARGV[2]
    dropExpired(key)
    call('ZREM', EXPIRIES, key)
    local count = call('DEL', key)
    if RESULT_DATABASE then call('SELECT', BROKER_DATABASE) end
    return count
    """#

  /// Deletes what is over, where Redis cannot know. Arguments: the caller's time in µs. Answer: how many results.
  static let removeExpired = #"""
    if SERVER_TIME then return 0 end
    if RESULT_DATABASE then call('SELECT', RESULT_DATABASE) end
    local count = 0
    for _, key in ipairs(call('ZRANGEBYSCORE', EXPIRIES, '-inf', ARGV[1])) do
      local isResult = string.find(key, 'celery-task-meta-', 1, true)
      local existed = call('DEL', key)
      if isResult then count = count + existed end
      call('ZREM', EXPIRIES, key)
    end
    if RESULT_DATABASE then call('SELECT', BROKER_DATABASE) end
    return count
    """#

  /// What is kept of a chord. Arguments: its group. Answer: members and scores in turn, or, of a chord without order, with a
  /// score of nothing; what a client saved of the group.
  static let chord = #"""
    if RESULT_DATABASE then call('SELECT', RESULT_DATABASE) end
    local key = group(ARGV[1])
    local members
    if call('TYPE', key .. '.j').ok == 'list' then
      members = {}
      for _, member in ipairs(call('LRANGE', key .. '.j', 0, -1)) do
        members[#members + 1] = member
        members[#members + 1] = ''
      end
    else
      members = call('ZRANGE', key .. '.j', 0, -1, 'WITHSCORES')
    end
    local saved = call('TYPE', key).ok == 'string' and call('GET', key) or ''
    if RESULT_DATABASE then call('SELECT', BROKER_DATABASE) end
    return {members, saved}
    """#

  /// Texts of results. Arguments: tasks. Answer: their records.
  static let results = #"""
    if RESULT_DATABASE then call('SELECT', RESULT_DATABASE) end
    local answer = {}
    for index, id in ipairs(ARGV) do answer[index] = call('GET', R .. 'celery-task-meta-' .. id) end
    if RESULT_DATABASE then call('SELECT', BROKER_DATABASE) end
    return answer
    """#

  /// Which of some tags are held still. Arguments: tags. Answer: 1 or 0 for each.
  static let areHeld = #"""
    local answer = {}
    for index, tag in ipairs(ARGV) do answer[index] = call('HEXISTS', UNACKED, tag) end
    return answer
    """#

  /// Remembers entries that are new or whose schedule changed. Arguments: entry, schedule and record in turn.
  /// Answer: the records as they are now.
  static let remember = #"""
    local answer = {}
    for index = 1, #ARGV, 3 do
      local text = call('HGET', BEAT, ARGV[index])
      if not text or cjson.decode(text).schedule ~= ARGV[index + 1] then
        text = ARGV[index + 2]
        call('HSET', BEAT, ARGV[index], text)
      end
      answer[#answer + 1] = text
    end
    return answer
    """#

  /// Arguments: the caller's time in µs, subjects (`PauseSubject.record`).
  static let pause = #"""
    for index = 2, #ARGV do call('HSETNX', PAUSED, ARGV[index], ARGV[1]) end
    return #ARGV - 1
    """#

  /// Arguments: subjects. Answer: 1 for each that was paused, or 0.
  static let resume = #"""
    local answer = {}
    for index, subject in ipairs(ARGV) do answer[index] = call('HDEL', PAUSED, subject) end
    return answer
    """#

  /// Arguments: the caller's time in µs, until when in µs, tasks.
  static let revoke = #"""
    local key = P .. 'tasksd:revoked'
    call('ZREMRANGEBYSCORE', key, '-inf', ARGV[1])
    for index = 3, #ARGV do call('ZADD', key, 'GT', ARGV[2], ARGV[index]) end
    return #ARGV - 2
    """#
}
