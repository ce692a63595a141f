import Glibc
import Tasks

/// A libpq connection: C behind Swift words. Everything here blocks, and belongs to the one thread of its connection.
final class PostgresSession: @unchecked Sendable {
  let address: PostgresAddress
  private let library: LibPQ
  private let preparedLimit: Int
  private let canceller: StatementCanceller
  private var object: LibPQ.Object?
  private var cache = StatementCache(limit: 0)

  init(_ address: PostgresAddress, _ library: LibPQ, preparedStatements: Int, _ canceller: StatementCanceller) {
    self.address = address
    self.library = library
    self.canceller = canceller
    preparedLimit = preparedStatements
  }

  deinit { library.finish(object) }

  private var place: String { address.place }

  var status: TransactionStatus { TransactionStatus(rawValue: library.transactionStatus(object)) ?? .unknown }

  /// Nil when it is broken.
  var socket: CInt? {
    let descriptor = object == nil || library.status(object) != 0 ? -1 : library.socket(object)
    return descriptor < 0 ? nil : descriptor
  }

  /// Connects, or connects anew.
  func connect() throws(DatabaseError) {
    close()
    object = library.connect(to: address)
    guard socket != nil else {
      let problem = lost
      close()
      throw problem
    }
    _ = library.setNoticeProcessor(object, { _, _ in }, nil)
    cache = StatementCache(limit: preparedLimit)
    canceller.attach(library.newCancel(object).map { CancelHandle($0, library) })
    let dates = library.parameterStatus(object, "DateStyle").map { String(cString: $0) } ?? ""
    if !dates.hasPrefix("ISO") { _ = try command("SET datestyle = ISO") }
  }

  func close() {
    canceller.attach(nil)
    library.finish(object)
    object = nil
  }

  /// Runs a statement of ours; returns the server's word for what it did, such as `COMMIT`.
  func command(_ text: String) throws(DatabaseError) -> String {
    try await_(library.sendQuery(object, text, 0, nil, nil, nil, nil, 0), text).command
  }

  func run(_ statement: SQL) throws(DatabaseError) -> SQLResult {
    let text = statement.text(for: .postgresql)
    let values = try BoundValues(statement.values, statement: text, place: place)
    let key = StatementCache.Key(text: text, types: values.types)
    // Nothing can be prepared in a transaction that has failed.
    switch status == .failed ? .runUnprepared : cache.advice(for: key) {
    case .runUnprepared: return try runUnprepared(text, values)
    case .run(let name): return try run(name, key, values)
    case .prepare(let name, let dropped):
      if let dropped { _ = try command("DEALLOCATE \(dropped)") }
      do throws(DatabaseError) { try prepare(name, text, values) } catch {
        cache.forget(key)
        throw error
      }
      return try run(name, key, values)
    }
  }

  private func runUnprepared(_ text: String, _ values: BoundValues) throws(DatabaseError) -> SQLResult {
    let sent = values.withPointers { texts, lengths, formats in
      library.sendQuery(object, text, values.count, values.types, texts, lengths, formats, 0)
    }
    return try await_(sent, text).content
  }

  private func prepare(_ name: String, _ text: String, _ values: BoundValues) throws(DatabaseError) {
    _ = try await_(library.sendPrepare(object, name, text, values.count, values.types), text)
  }

  private func run(
    _ name: String, _ key: StatementCache.Key, _ values: BoundValues
  ) throws(DatabaseError) -> SQLResult {
    let sent = values.withPointers { texts, lengths, formats in
      library.sendPrepared(object, name, values.count, texts, lengths, formats, 0)
    }
    do throws(DatabaseError) {
      return try await_(sent, key.text).content
    } catch {
      guard PreparedLoss.isOne(error) else { throw error }
      cache.forget(key)
      if status == .idle { return try runUnprepared(key.text, values) }
      throw PreparedLoss.conflict(error)
    }
  }
}
