import CeleryWire
import TaskModel
import Tasks

extension RemoteDesk {
  func rateLimit(_ arguments: JSONObject) throws -> RemoteAnswer {
    throw PythonException("NotImplementedError", "rate limits")
  }

  func revokeByStampedHeaders(_ arguments: JSONObject) throws -> RemoteAnswer {
    throw PythonException("NotImplementedError", "stamps")
  }
}
