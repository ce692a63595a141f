public import TaskModel

extension MemoryBackend: LimitStore {
  public func admit(_ request: AdmissionRequest) async throws(BackendError) -> Admission { .granted }
}
