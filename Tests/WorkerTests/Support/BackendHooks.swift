import TaskModel

/// What a test puts in the way between a worker and its backend.
struct BackendHooks: Sendable {
  /// Before settlements reach the backend; what it throws is the answer.
  var settling: @Sendable ([Settlement]) async throws(BackendError) -> Void = { _ in }
  /// Before a claim.
  var claiming: @Sendable (ClaimRequest) async throws(BackendError) -> Void = { _ in }
  /// Before an admission.
  var admitting: @Sendable (AdmissionRequest) async throws(BackendError) -> Void = { _ in }
}
