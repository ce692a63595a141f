import Glibc
import Tasks

/// A connection of libpq, used by one thread. Waits in poll(2), so that it can be woken.
final class PostgresLink {
  let library: LibPQ
  let place: String
  let object: LibPQ.Object
  /// It is in a mode that nobody here speaks.
  var isSpoiled = false

  /// Connects; takes as long as the server takes, at most `connect_timeout`.
  init(to address: PostgresAddress, library: LibPQ) throws(DatabaseError) {
    self.library = library
    place = address.place
    let settings = Array(address.settings)
    let keywords = settings.map { strdup($0.key) } + [nil]
    let values = settings.map { strdup($0.value) } + [nil]
    defer { for text in keywords + values { free(text) } }
    let made = library.connect(keywords.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 0)
    guard let made else { throw DatabaseError(.unavailable, message: "out of memory", place: place) }
    object = made
    // What the server remarks beside its answers goes nowhere; libpq would write it to the standard error output.
    _ = library.setNoticeProcessor(object, { _, _ in }, nil)
    guard library.status(object) == 0, library.setNonblocking(object, 1) == 0 else { throw lost }
  }

  deinit { library.finish(object) }

  var descriptor: CInt { library.socket(object) }
  var isBroken: Bool { isSpoiled || library.status(object) != 0 }
  var transactionStatus: TransactionStatus {
    TransactionStatus(rawValue: library.transactionStatus(object)) ?? .unknown
  }

  /// What the server says of one of its settings.
  func setting(_ name: String) -> String? { library.parameterStatus(object, name).map { String(cString: $0) } }

  var lost: DatabaseError {
    let words = library.errorMessage(object).map { String(cString: $0).trimmed } ?? ""
    return DatabaseError(.unavailable, message: words.isEmpty ? "the connection was lost" : words, place: place)
  }
}
