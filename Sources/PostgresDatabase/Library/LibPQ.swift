import Glibc
import Tasks

/// The functions of libpq that we call, as its manual declares them (https://www.postgresql.org/docs/current/libpq.html).
///
/// Loaded at the first use, for the life of the process: a program without PostgreSQL neither loads nor needs it, and no
/// header is needed to build. These functions have not changed since PostgreSQL 9, and the number in the library's name
/// would.
struct LibPQ: Sendable {
  /// `PGconn *`, `PGresult *` and `PGcancel *`, which only the library looks into.
  typealias Object = OpaquePointer
  typealias Text = UnsafePointer<CChar>
  typealias Texts = UnsafePointer<Text?>
  typealias NoticeProcessor = @Sendable @convention(c) (UnsafeMutableRawPointer?, Text?) -> Void

  let parse: @Sendable @convention(c) (Text, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Texts?
  let freeOptions: @Sendable @convention(c) (Texts?) -> Void
  let freeMemory: @Sendable @convention(c) (UnsafeMutableRawPointer?) -> Void

  let connect: @Sendable @convention(c) (Texts, Texts, CInt) -> Object?
  let finish: @Sendable @convention(c) (Object?) -> Void
  let status: @Sendable @convention(c) (Object?) -> CInt
  let transactionStatus: @Sendable @convention(c) (Object?) -> CInt
  let parameterStatus: @Sendable @convention(c) (Object?, Text) -> Text?
  let errorMessage: @Sendable @convention(c) (Object?) -> Text?
  let socket: @Sendable @convention(c) (Object?) -> CInt
  let setNonblocking: @Sendable @convention(c) (Object?, CInt) -> CInt
  let setNoticeProcessor:
    @Sendable @convention(c) (Object?, NoticeProcessor, UnsafeMutableRawPointer?) -> NoticeProcessor?

  let sendQuery:
    @Sendable @convention(c) (
      Object?, Text, CInt, UnsafePointer<UInt32>?, Texts?, UnsafePointer<CInt>?, UnsafePointer<CInt>?, CInt
    ) -> CInt
  let sendPrepare: @Sendable @convention(c) (Object?, Text, Text, CInt, UnsafePointer<UInt32>?) -> CInt
  let sendPrepared:
    @Sendable @convention(c) (
      Object?, Text, CInt, Texts?, UnsafePointer<CInt>?, UnsafePointer<CInt>?, CInt
    ) -> CInt
  let flush: @Sendable @convention(c) (Object?) -> CInt
  let consumeInput: @Sendable @convention(c) (Object?) -> CInt
  let isBusy: @Sendable @convention(c) (Object?) -> CInt
  let nextResult: @Sendable @convention(c) (Object?) -> Object?
  let notifies: @Sendable @convention(c) (Object?) -> UnsafeMutableRawPointer?

  let newCancel: @Sendable @convention(c) (Object?) -> Object?
  let cancel: @Sendable @convention(c) (Object?, UnsafeMutablePointer<CChar>?, CInt) -> CInt
  let freeCancel: @Sendable @convention(c) (Object?) -> Void

  let resultStatus: @Sendable @convention(c) (Object?) -> CInt
  let resultErrorMessage: @Sendable @convention(c) (Object?) -> Text?
  let resultErrorField: @Sendable @convention(c) (Object?, CInt) -> Text?
  let commandStatus: @Sendable @convention(c) (Object?) -> Text?
  let affectedRows: @Sendable @convention(c) (Object?) -> Text?
  let rowCount: @Sendable @convention(c) (Object?) -> CInt
  let columnCount: @Sendable @convention(c) (Object?) -> CInt
  let columnName: @Sendable @convention(c) (Object?, CInt) -> Text?
  let columnType: @Sendable @convention(c) (Object?, CInt) -> UInt32
  let value: @Sendable @convention(c) (Object?, CInt, CInt) -> Text?
  let length: @Sendable @convention(c) (Object?, CInt, CInt) -> CInt
  let isNull: @Sendable @convention(c) (Object?, CInt, CInt) -> CInt
  let clear: @Sendable @convention(c) (Object?) -> Void

  /// How many words a `PQconninfoOption` has: six texts, of which the first is its keyword and the fourth its value, and an int.
  static let wordsOfOption = 7

  private static let shared = Result { () throws(Missing) in try LibPQ("libpq.so.5") }

  struct Missing: Error {
    let why: String
  }

  /// Throws what an administrator can do where it is missing.
  static func loaded(for place: String) throws(DatabaseError) -> LibPQ {
    switch shared {
    case .success(let library): return library
    case .failure(let missing): throw DatabaseError(.unavailable, message: missing.why, place: place)
    }
  }

  init(_ fileName: String) throws(Missing) {
    guard let handle = dlopen(fileName, RTLD_NOW | RTLD_LOCAL) else {
      let reason = dlerror().map { String(cString: $0) } ?? "no reason was given"
      throw Missing(why: "PostgreSQL's client library cannot be loaded: install libpq5 (\(reason))")
    }
    func find<Function>(_ name: String) throws(Missing) -> Function {
      guard let address = dlsym(handle, name) else {
        throw Missing(why: "\(fileName) has no \(name): install libpq5 of PostgreSQL 12 or newer")
      }
      return unsafeBitCast(address, to: Function.self)
    }
    parse = try find("PQconninfoParse")
    freeOptions = try find("PQconninfoFree")
    freeMemory = try find("PQfreemem")
    connect = try find("PQconnectdbParams")
    finish = try find("PQfinish")
    status = try find("PQstatus")
    transactionStatus = try find("PQtransactionStatus")
    parameterStatus = try find("PQparameterStatus")
    errorMessage = try find("PQerrorMessage")
    socket = try find("PQsocket")
    setNonblocking = try find("PQsetnonblocking")
    setNoticeProcessor = try find("PQsetNoticeProcessor")
    sendQuery = try find("PQsendQueryParams")
    sendPrepare = try find("PQsendPrepare")
    sendPrepared = try find("PQsendQueryPrepared")
    flush = try find("PQflush")
    consumeInput = try find("PQconsumeInput")
    isBusy = try find("PQisBusy")
    nextResult = try find("PQgetResult")
    notifies = try find("PQnotifies")
    newCancel = try find("PQgetCancel")
    cancel = try find("PQcancel")
    freeCancel = try find("PQfreeCancel")
    resultStatus = try find("PQresultStatus")
    resultErrorMessage = try find("PQresultErrorMessage")
    resultErrorField = try find("PQresultErrorField")
    commandStatus = try find("PQcmdStatus")
    affectedRows = try find("PQcmdTuples")
    rowCount = try find("PQntuples")
    columnCount = try find("PQnfields")
    columnName = try find("PQfname")
    columnType = try find("PQftype")
    value = try find("PQgetvalue")
    length = try find("PQgetlength")
    isNull = try find("PQgetisnull")
    clear = try find("PQclear")
  }
}
