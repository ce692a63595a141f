import Foundation
import Glibc

/// Whether and with what the stories on whole machines run; `make test-system` says so.
package enum SystemTesting {
  /// The package to install, TASKSD_PACKAGE; nil: these stories are left out.
  package static let packagePath = ProcessInfo.processInfo.environment["TASKSD_PACKAGE"].flatMap {
    $0.isEmpty ? nil : $0
  }

  /// Machines are mounted and booted, which only root may.
  package static var isPossible: Bool { packagePath != nil && geteuid() == 0 }
}
