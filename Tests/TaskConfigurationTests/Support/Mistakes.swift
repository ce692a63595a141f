/// Configurations with mistakes, each with every line that is said about it.
enum Mistakes {
  static let all = syntax + interpolation + options + schedules + entries + commands
}
