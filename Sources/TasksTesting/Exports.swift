// The stores that tests write with `import TasksTesting` alone.
@_exported public import MemoryBackend
