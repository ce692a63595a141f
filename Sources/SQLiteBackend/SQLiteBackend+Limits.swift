public import TaskModel

extension SQLiteBackend: LimitStore {
  public func admit(_ request: AdmissionRequest) async throws(BackendError) -> Admission { .granted }
}
