import TaskModel

/// What came from an outbox is known by its id for a time: `tasksd:relayed:<id>`.
enum RelayScripts {
  static let functions = #"""
    local RELAYED_DAYS = \#(RelayMemory.unconfirmed.components.seconds / 86_400)
    local function relayedOf(id) return P .. 'tasksd:relayed:' .. id end

    -- As `expire` wants it: ms, or the moment in µs where the time is the caller's.
    local function relayedUntil(now, seconds)
      local span = SERVER_TIME and seconds * 1000 or tonumber(now) + seconds * 1000000
      return string.format('%.0f', span)
    end


    """#

  /// Lets ids be forgotten soon. Arguments: the caller's time in µs, the ids.
  static let confirm =
    functions + #"""
      local expires = relayedUntil(ARGV[1], \#(RelayMemory.confirmed.components.seconds))
      for index = 2, #ARGV do
        local key = relayedOf(ARGV[index])
        if SERVER_TIME or call('EXISTS', key) == 1 then expire(key, expires) end
      end
      return 1
      """#
}
