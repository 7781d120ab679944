import Activity
import Documents
import Files

/// The scans of a signed paper as they go into the frozen document: all by their digest, pictures as well by themselves.
struct SignedScans: Sendable {
  var files: [Attachment] = []
  /// Empty where pictures cannot be shown: the digests stand for them then.
  var pictures: [Picture] = []

  struct Picture: Sendable {
    let file: TypesetFile
    let caption: String
  }

  /// More bytes than this make a document that nobody can send by mail.
  private static let mostBytes = 24 << 20

  /// Reads the pictures among the scans, as far as they fit into a document.
  /// - Throws: `FileError` when a kept file is not there any more.
  func withPictures(from store: FileStore) throws -> SignedScans {
    var scans = self
    var left = Self.mostBytes
    for (index, file) in files.enumerated() where file.type == .png || file.type == .jpeg {
      guard file.size <= left else { continue }
      left -= file.size
      let ending = file.type.endings.first ?? "png"
      scans.pictures.append(
        Picture(
          file: TypesetFile("scan-\(index + 1).\(ending)", try store.contents(of: file.digest, limit: file.size)),
          caption: file.name))
    }
    return scans
  }
}
