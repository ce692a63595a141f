public import TaskModel

/// Records of outcomes as Celery's Redis backend keeps them under `celery-task-meta-<id>` and publishes them.
public enum CeleryResult {
  /// The record as JSON in Celery's order, packed where the setting `result_compression` says so.
  ///
  /// What Celery has only with `result_extended` (name, worker, retries, queue) is written where it is known, the arguments where
  /// the result tells them. Members that begin with `tasksd_` are ours; Celery's readers pass over them.
  public static func encode(
    _ result: TaskResult, compression: Compression? = nil
  ) throws(CompressionError) -> [UInt8] {
    var writer = ResultWriter()
    let bytes = writer.record(of: result)
    guard let compression else { return bytes }
    return try CompressedPayload.wrap(bytes, compression)
  }

  /// Reads a record, compressed or not, written by Celery or by us. Throws for what is no record, naming the field.
  ///
  /// `doneAt` is the epoch where the record does not tell it (Celery's records of states that are not final); `expires` is the
  /// key's own.
  public static func decode(_ bytes: [UInt8]) throws(UnreadableReason) -> TaskResult {
    try ResultReader(CompressedPayload.unwrap(bytes)).result()
  }
}
