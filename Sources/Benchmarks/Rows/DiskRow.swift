/// No promise of ours: what the disk and the kernel take, for all other rows to be held against.
struct DiskRow: Row {
  let name = "disk"

  func measure(in workshop: Workshop) async throws -> [Reading] {
    let sync = try DiskSync.seconds(in: workshop.path("blocks"), count: 2000)
    return [
      Reading("fdatasync of 4 KiB, p50", sync.median * 1e6, "µs"),
      Reading("fdatasync of 4 KiB, p99", sync.percentile(99) * 1e6, "µs"),
    ]
  }
}
