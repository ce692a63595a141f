/// The floors of the house, from the ground up. Arrows only go down; neighbours on a floor do not import each other.
enum Floor: Int, Comparable {
  /// The values of the domain and the seams: no I/O, no dependencies.
  case words
  /// Pure knowledge and threads.
  case skills
  /// Each knows one thing outside the process.
  case adapters
  /// What task authors import.
  case door
  /// What task authors import beside it: databases, web frameworks.
  case annexes
  case engines
  /// Wires everything; with it the library for tests, which may know the engines too.
  case house
  /// The executable.
  case entrance
  /// Looks at every room from outside, to measure it.
  case workshop

  static func < (left: Floor, right: Floor) -> Bool { left.rawValue < right.rawValue }

  /// Adapters and engines are known to the house only: everyone else reaches them through a seam.
  var isKnownOnlyToTheHouse: Bool { self == .adapters || self == .engines }
}
