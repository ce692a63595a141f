import TaskModel

extension String {
  /// The text as one part of a URL.
  var percentEncoded: String { PercentEncoding.encode(self) }
}
