public import TaskModel

extension RedisBackend: LimitStore {
  public func admit(_ request: AdmissionRequest) async throws(BackendError) -> Admission { .granted }
}
