import Foundation

/// Why a file could not be kept or given out; callers turn it into a sentence.
package enum FileError: Error, Equatable {
  /// More bytes than allowed.
  case tooLarge(limit: Int)
  /// No bytes at all.
  case empty
  /// The content is of a type that may not stand here; `nil` when it is of none we know.
  case notAllowed(FileType?)
  /// No file of this name is in the store.
  case missing(FileDigest)
  /// The system refused; `code` is its `errno`, for example ENOSPC when the disk is full.
  case system(operation: String, code: Int32)

  /// The error the C library has just reported for `operation`.
  static func last(_ operation: String) -> FileError {
    .system(operation: operation, code: errno)
  }

  /// Whether the disk or the quota is used up, which deserves a message of its own.
  package var isOutOfSpace: Bool {
    if case .system(_, let code) = self { return code == ENOSPC || code == EDQUOT }
    return false
  }
}
