/// What stands before every script: the names of keys, the time, and the form of a held message.
///
/// The prefixes and databases of this backend are written into the text, so that they need not travel with each call.
enum ScriptPrelude {
  static func text(_ options: RedisOptions, brokerDatabase: Int) -> String {
    let steps = options.prioritySteps.map { "'\($0)'" }.joined(separator: ", ")
    let resultDatabase = options.resultDatabase(broker: brokerDatabase) ?? brokerDatabase
    return """
      local P = \(quoted(options.keyPrefix))
      local R = \(quoted(options.resultKeyPrefix))
      local SEPARATOR = \(quoted(options.separator))
      local STEPS = {\(steps)}
      local SERVER_TIME = \(options.leaseTime == .server)
      local BROKER_DATABASE = '\(brokerDatabase)'
      local RESULT_DATABASE = \(resultDatabase == brokerDatabase ? "nil" : "'\(resultDatabase)'")
      \(functions)
      """
  }

  /// A Lua string with everything but letters and digits as decimal escapes.
  static func quoted(_ text: String) -> String {
    var literal = "\""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        literal.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte)
        literal += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return literal + "\""
  }

  private static let functions = #"""
    local call = redis.call
    local UNACKED, INDEX = P .. 'unacked', P .. 'unacked_index'
    local NODES, QUEUES, DEAD, BEAT = P .. 'tasksd:nodes', P .. 'tasksd:queues', P .. 'tasksd:dead', P .. 'tasksd:beat'
    local PAUSED, HOMES = P .. 'tasksd:paused', P .. 'tasksd:homes'
    local EXPIRIES = R .. 'tasksd:expiries'
    local CHORDS = R .. 'tasksd:chords'
    -- As long as a Celery worker claims the sending of a body: twice its time to join, and no less than 5.
    local CHORD_CLAIM_SECONDS = 6

    local function listOf(queue, step)
      if step == '0' then return P .. queue end
      return P .. queue .. SEPARATOR .. step
    end

    -- A key that somebody else uses for something else is no queue.
    local function lengthOf(list)
      local length = redis.pcall('LLEN', list)
      return type(length) == 'number' and length or 0
    end

    local function isPaused(kind, name) return call('HEXISTS', PAUSED, kind .. ':' .. name) == 1 end

    local function deferredOf(queue) return P .. 'tasksd:deferred:' .. queue end
    local function group(id) return R .. 'celery-taskset-meta-' .. id end

    -- Microseconds: the server's clock, which all nodes share, or the caller's.
    local function leaseTime(given)
      if not SERVER_TIME then return tonumber(given) end
      local time = call('TIME')
      return time[1] * 1000000 + time[2]
    end

    -- Whole seconds, since `unacked_index` is a listpack while it is short: a score with a fraction is a text in there, and
    -- would be read anew at each comparison. Rounded up: nothing is to look older than it is.
    local function seconds(microseconds) return string.format('%.0f', math.ceil(microseconds / 1000000)) end

    -- How long a key of the results is kept: Redis' own business, in ms; where the time is not the server's, ours, by the
    -- moment in µs. Nothing: for ever.
    local function expire(key, expires)
      if expires == '' then return end
      if SERVER_TIME then call('PEXPIRE', key, expires) else call('ZADD', EXPIRIES, expires, key) end
    end

    local function set(key, value, expires)
      if expires == '' then
        call('SET', key, value)
        if not SERVER_TIME then call('ZREM', EXPIRIES, key) end
      elseif SERVER_TIME then
        call('SET', key, value, 'PX', expires)
      else
        call('SET', key, value)
        call('ZADD', EXPIRIES, expires, key)
      end
    end

    -- Only where there is none; answers whether there was none.
    local function add(key, value, expires)
      if SERVER_TIME and expires ~= '' then return call('SET', key, value, 'PX', expires, 'NX') end
      local isNew = call('SET', key, value, 'NX')
      if isNew then expire(key, expires) end
      return isNew
    end

    local function dropExpired(key)
      if SERVER_TIME then return end
      local at = call('ZSCORE', EXPIRIES, key)
      if at and tonumber(at) <= tonumber(ARGV[1]) then
        call('ZREM', EXPIRIES, key)
        call('DEL', key)
      end
    end

    -- kombu's record of a held message is [envelope, exchange, routing key]; ours always say "" and the queue.
    local function record(envelope, tail) return '[' .. envelope .. tail end
    local function tailOf(queue) return ', "", ' .. cjson.encode(queue) .. ']' end

    local function unpackRecord(value)
      local envelope, queue = string.match(value, '^%[(.*), "", "(.*)"%]$')
      if queue and string.find(queue, '\\', 1, true) then queue = cjson.decode('["' .. queue .. '"]')[1] end
      return envelope, queue
    end

    local function stepOf(tag) return string.match(tag, '%.(%d+)$') or '0' end
    local function holderOf(tag) return string.match(tag, '^(.+#.*)%.%d+%.%d+%.%d+$') end

    -- In parts, for a command takes no more arguments than Lua's stack has room for.
    local function inParts(command, key, list)
      for first = 1, #list, 2000 do
        call(command, key, unpack(list, first, math.min(first + 1999, #list)))
      end
    end

    -- A message in the deferred set: a number that keeps those of one moment in their order, the step, the envelope.
    local function defer(queue, step, due, envelope)
      local number = string.format('%016.0f', call('INCR', P .. 'tasksd:sequence'))
      call('ZADD', deferredOf(queue), due, number .. ' ' .. step .. ' ' .. envelope)
      return number
    end

    local function undefer(member)
      local step, envelope = string.match(member, '^%d+ (%d+) (.*)$')
      return step, envelope
    end
    """#
}
