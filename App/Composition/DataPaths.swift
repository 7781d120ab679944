import Foundation

/// Where an installation keeps what it must not lose, and what it may.
package struct DataPaths: Sendable {
  package let root: String

  package init(root: String) {
    self.root = URL(fileURLWithPath: root).standardizedFileURL.path
  }

  /// The embedded database.
  package var database: String { root + "/qiao.sqlite" }
  /// Uploaded files, named by their content.
  package var files: String { root + "/files" }
  /// The keys of sealed personal data: without them a backup is unreadable.
  package var keys: String { root + "/qiao.keys" }
  /// The key and certificate that documents are signed with; beside the keys, wherever those are.
  package func signing(keyFile: String) -> String {
    URL(fileURLWithPath: keyFile.isEmpty ? keys : keyFile).deletingLastPathComponent().path + "/qiao-signing.pem"
  }
  /// Uploads on their way; emptied at every start.
  package var temporary: String { root + "/tmp" }

  /// Makes the folders, readable by the owner alone.
  /// - Throws: `AssemblyError.folder` with what to do.
  package func make() throws {
    for path in [root, files, temporary] {
      do {
        try FileManager.default.createDirectory(
          atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        throw AssemblyError.folder(
          path: root, reason: cause.map { String(cString: strerror(Int32($0.code))) } ?? "no folder can be made there")
      }
      guard FileManager.default.isWritableFile(atPath: path) else {
        throw AssemblyError.folder(path: path, reason: String(cString: strerror(EACCES)))
      }
    }
  }
}

/// Why the parts cannot be put together; each a sentence for the operator.
package enum AssemblyError: Error, Sendable, CustomStringConvertible {
  case folder(path: String, reason: String)

  package var description: String {
    switch self {
    case .folder(let path, let reason):
      "cannot write in \(path) (\(reason)); choose another folder with --data, or give this one to the user who runs qiao"
    }
  }
}
