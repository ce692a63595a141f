import TaskModel

/// Randomness that is the same whenever it starts from the same text: what is worked out twice, after a crash, then has the
/// same ids. SplitMix64 (https://prng.di.unimi.it/splitmix64.c) from the text's FNV-1a.
struct SeededIDs: RandomNumberGenerator {
  private var state: UInt64

  init(_ text: String) {
    state = text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// For what follows from one run of a task.
  init(_ message: TaskMessage) { self.init("\(message.id)#\(message.retries)") }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
