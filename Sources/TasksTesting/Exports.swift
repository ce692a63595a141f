// The stores that tests write with `import TasksTesting` alone.
@_exported public import MemoryBackend
// How runs end, which drains return.
@_exported public import struct Worker.TaskEnding
@_exported public import enum Worker.DrainError
