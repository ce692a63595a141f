/// The answers to the last calls of each backend, so that a call that is repeated, since its answer was lost, is answered as
/// the first time and changes nothing.
enum CallMemory {
  /// How many answers are kept for each lane: more than calls can be under way on one connection.
  private static let keptAnswers = 1024

  /// Of a lane and the number of a call.
  static let functions = #"""
    local function recall(lane, number)
      local kept = call('HGET', P .. 'tasksd:calls:' .. lane, tonumber(number) % \#(keptAnswers))
      if not kept then return false end
      local of, answer = string.match(kept, '^(%d+) (.*)$')
      return of == number and answer
    end

    local function keep(lane, number, answer)
      local key = P .. 'tasksd:calls:' .. lane
      call('HSET', key, tonumber(number) % \#(keptAnswers), number .. ' ' .. answer)
      call('EXPIRE', key, 600)
    end


    """#
}
