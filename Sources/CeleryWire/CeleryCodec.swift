public import TaskModel

/// Celery's task messages in kombu's envelopes, as they stand in Redis' lists
/// (https://docs.celeryq.dev/en/stable/internals/protocol.html). Reads protocol 1, 2 and the form between them; writes
/// protocol 2.
public enum CeleryCodec {
  /// Reads one envelope. Whatever bytes come, the answer is a message or a reason.
  ///
  /// Of the message, `headers` has no Celery header at its usual value and `embed` no null, so that an ordinary message has
  /// neither.
  public static func decode(
    _ bytes: UnsafeRawBufferPointer, queue: QueueName
  ) -> Result<DecodedMessage, UnreadableReason> {
    let bytes = bytes.assumingMemoryBound(to: UInt8.self)
    do throws(UnreadableReason) {
      guard UTF8Check.isValid(bytes) else { throw UnreadableReason("the envelope is not UTF-8") }
      return .success(try MessageReader(RawEnvelope(bytes), queue: queue).decodedMessage())
    } catch {
      return .failure(error)
    }
  }

  public static func decode(_ bytes: [UInt8], queue: QueueName) -> Result<DecodedMessage, UnreadableReason> {
    bytes.withUnsafeBytes { decode($0, queue: queue) }
  }

  /// The envelope of a message for its queue's list, ready for any Celery worker.
  /// - Parameters:
  ///   - deliveryTag: a fresh UUID for each sending.
  ///   - now: with it, a message that expires gets the property `expiration`, which Redis has no use for.
  public static func encode(_ message: TaskMessage, deliveryTag: String, now: Timestamp? = nil) -> [UInt8] {
    var writer = MessageWriter(message, deliveryTag: deliveryTag, now: now)
    return writer.envelope()
  }

  /// The envelope as it goes back to its queue: `headers.redelivered` and `properties.delivery_info.redelivered` set, as kombu
  /// sets them, and our count of deliveries where one is given; all else byte for byte as it was.
  ///
  /// Nil for bytes that have no place for the marks; they go back as they are.
  public static func redelivered(_ raw: [UInt8], deliveries: Int? = nil) -> [UInt8]? {
    raw.withUnsafeBufferPointer { bytes in
      var mark = RedeliveryMark(bytes, deliveries: deliveries)
      return try? mark.marked()
    }
  }
}
