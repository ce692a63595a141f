/// What remote control does inside the server.
enum RemoteScripts {
  /// Binds a queue that expires, as kombu 5.7 does: the binding, and until when its exchange's table is kept by the
  /// server's clock. A longer time that another said stays.
  ///
  /// Keys: the table, the deadlines. Arguments: the binding, the exchange, the time to live in milliseconds.
  static let bind = RedisScript(
    """
    local t = redis.call('TIME')
    local now = t[1] * 1000 + math.floor(t[2] / 1000)
    redis.call('SADD', KEYS[1], ARGV[1])
    redis.call('ZADD', KEYS[2], 'GT', string.format('%.0f', now + ARGV[3]), ARGV[2])
    return 1
    """)

  /// Pushes a reply to each queue bound for its routing key, and to none where the asker has gone: a list that nobody
  /// reads would stay for ever. For the same reason it expires.
  ///
  /// Key: the table. Arguments: the routing key, what stands before every key, the reply, milliseconds until it is dropped.
  static let reply = RedisScript(
    """
    local sep = '\\6\\22'
    local reached = 0
    for _, member in ipairs(redis.call('SMEMBERS', KEYS[1])) do
      local first = string.find(member, sep, 1, true)
      local second = first and string.find(member, sep, first + 2, true)
      if second and string.sub(member, 1, first - 1) == ARGV[1] then
        local queue = ARGV[2] .. string.sub(member, second + 2)
        redis.call('LPUSH', queue, ARGV[3])
        redis.call('PEXPIRE', queue, ARGV[4])
        reached = reached + 1
      end
    end
    return reached
    """)
}
