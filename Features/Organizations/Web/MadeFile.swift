package import Files
import Foundation
package import Values
package import Web

/// A file that is made for one answer and goes with it.
package final class TemporaryFile: Sendable {
  package let path: String

  package init(in store: FileStore, id: ID<TemporaryFile>) {
    path = "\(store.temporaryFolder)/\(id)"
  }

  deinit { unlink(path) }

  /// In bytes; 0 while there is nothing.
  package var size: Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }
}

extension Reply {
  /// Sends a file that was made for this answer, piece by piece; it goes when it is sent.
  /// - Parameter name: what it is called where it is kept: `合作企业 2026-03-01.xlsx`.
  package static func made(_ file: TemporaryFile, as type: FileType, named name: String) -> Reply {
    .stream(contentType: type.mediaType, fileName: name, length: file.size) { writer in
      // The file is there as long as the answer that holds it.
      let handle = try FileHandle(forReadingFrom: URL(filePath: file.path))
      defer { try? handle.close() }
      while let piece = try handle.read(upToCount: 1 << 16), !piece.isEmpty {
        try await writer.write(piece)
      }
    }
  }
}
