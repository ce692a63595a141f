/// The embedded store's file.
package enum StoreFile {
  /// By which it is known among SQLite files (https://www.sqlite.org/fileformat2.html#application_id): `tskd`.
  package static let applicationID: Int64 = 0x7473_6B64
}
