/// The Python module of an error's type, from which clients rebuild it as an exception.
enum ExceptionModule {
  /// Nil for types that are none of Python's or Celery's: Celery's clients then make a class of that name, whatever it is. With a
  /// module they look the name up there, and refuse the whole result (`SecurityError`) when it is no exception class.
  static func usual(of type: String) -> String? {
    switch type {
    case "SoftTimeLimitExceeded", "TimeLimitExceeded", "WorkerLostError", "Terminated":
      "billiard.exceptions"
    case "NotRegistered", "TaskRevokedError", "MaxRetriesExceededError", "Reject", "Ignore", "Retry", "ChordError":
      "celery.exceptions"
    case "EncodeError", "DecodeError": "kombu.exceptions"
    case "Exception", "ArithmeticError", "AssertionError", "AttributeError", "BufferError", "ConnectionError",
      "EOFError", "FileExistsError", "FileNotFoundError", "ImportError", "IndexError", "InterruptedError", "KeyError",
      "LookupError", "MemoryError", "NameError", "NotImplementedError", "OSError", "OverflowError",
      "PermissionError", "RecursionError", "RuntimeError", "TimeoutError", "TypeError", "ValueError",
      "ZeroDivisionError":
      "builtins"
    default: nil
    }
  }
}
