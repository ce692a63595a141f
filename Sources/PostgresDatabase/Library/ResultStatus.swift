/// What a result is (libpq's `ExecStatusType`).
enum ResultStatus: CInt {
  case emptyQuery = 0
  case commandDone = 1
  case rows = 2
  case copyOut = 3
  case copyIn = 4
  case badResponse = 5
  case notice = 6
  case failed = 7
  case copyBoth = 8
}
