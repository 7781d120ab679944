import Activity
import Documents
import Files
import Foundation

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
      let bytes = try store.contents(of: file.digest, limit: file.size)
      scans.pictures.append(
        Picture(file: TypesetFile("scan-\(index + 1).svg", Self.sheet(bytes, file.type)), caption: file.name))
    }
    return scans
  }

  /// Millimetres of a picture on its page.
  static let (width, height) = (160, 232)

  /// The picture on a sheet of its own, as large as it fits. The typesetter takes text only, so that the
  /// bytes stand in an SVG.
  private static func sheet(_ bytes: [UInt8], _ type: FileType) -> [UInt8] {
    let data = Data(bytes).base64EncodedString()
    return Array(
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)">\
      <image width="\(width)" height="\(height)" preserveAspectRatio="xMidYMid meet" \
      href="data:\(type.mediaType);base64,\(data)"/></svg>
      """.utf8)
  }
}
