/// The answers to the last calls of each backend, so that a call that is repeated, since its answer was lost, is answered as
/// the first time and changes nothing.
enum CallMemory {
  /// How many answers are kept for each lane: more than calls can be under way on one connection.
  private static let keptAnswers = 1024

  /// Of a lane and the number of a call.
  static let functions = #"""
    local function CallMemory(lane, number)
      local memory, key, slot = {}, P .. 'tasksd:calls:' .. lane, tonumber(number) % \#(keptAnswers)

      -- What was kept for this very call.
      function memory.recall()
        local of, answer = string.match(call('HGET', key, slot) or '', '^(%d+) (.*)$')
        return of == number and answer
      end

      function memory.keep(answer)
        call('HSET', key, slot, number .. ' ' .. answer)
        call('EXPIRE', key, 600)
      end

      return memory
    end


    """#
}
