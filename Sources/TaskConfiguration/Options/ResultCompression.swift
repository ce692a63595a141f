/// Celery's `result_compression`, as far as every client can read it.
package enum ResultCompression: String, Hashable, Sendable, CaseIterable {
  case none
  /// What Celery calls gzip: a zlib stream (RFC 1950).
  case gzip
}
