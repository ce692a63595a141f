import TaskModel

/// Finds the word that was probably meant.
enum NearMiss {
  /// `did you mean NAME?`, where one is near.
  static func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
    nearestName(to: word, among: candidates).map { "did you mean \($0)?" }
  }
}
