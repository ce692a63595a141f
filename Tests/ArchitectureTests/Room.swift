/// One module of ours, where it stands, and what from outside the package it alone may import.
struct Room {
  let name: String
  let floor: Floor
  /// Modules of other packages, C modules of ours, and parts of the toolchain beyond ``Architecture/toolchain``.
  let outside: Set<String>
  /// Decides without looking at the world: not even the toolchain's libraries.
  let isPure: Bool

  init(_ name: String, _ floor: Floor, isPure: Bool = false, outside: Set<String> = []) {
    self.name = name
    self.floor = floor
    self.isPure = isPure
    self.outside = outside
  }
}
