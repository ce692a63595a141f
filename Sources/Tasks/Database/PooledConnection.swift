/// What a ``ConnectionPool`` needs of a connection.
package protocol PooledConnection: AnyObject, Sendable {
  /// False once it is of no more use, such as one whose server is gone. Looked at before it is lent again: does not wait.
  var isUsable: Bool { get }

  /// Makes it as good as new: a transaction that is still open is rolled back.
  func reset() async

  func close() async
}
