/// What a file is, told by its bytes. Its name is not asked, because a name can say anything.
package enum FileType: String, Sendable, CaseIterable {
  case pdf, png, jpeg, gif, webp
  case xlsx, xls, ods, csv
  case docx, doc, pptx, ppt, odt
  case text, zip
  /// HTML, SVG, XML: text that a browser may run.
  case markup
  /// A newer Office document that carries macros.
  case macros
  /// An Office document that opens with a password only.
  case locked

  /// The media type to give it out with.
  package var mediaType: String {
    switch self {
    case .pdf: "application/pdf"
    case .png: "image/png"
    case .jpeg: "image/jpeg"
    case .gif: "image/gif"
    case .webp: "image/webp"
    case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case .xls: "application/vnd.ms-excel"
    case .ods: "application/vnd.oasis.opendocument.spreadsheet"
    case .csv: "text/csv"
    case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case .doc: "application/msword"
    case .pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    case .ppt: "application/vnd.ms-powerpoint"
    case .odt: "application/vnd.oasis.opendocument.text"
    case .text: "text/plain"
    case .zip: "application/zip"
    case .markup, .macros, .locked: "application/octet-stream"
    }
  }

  /// Endings its name may have, the usual one first; none for types that are not given out under their own.
  package var endings: [String] {
    switch self {
    case .jpeg: ["jpg", "jpeg", "jpe", "jfif"]
    case .xls: ["xls", "et"]
    case .doc: ["doc", "wps"]
    case .ppt: ["ppt", "dps"]
    case .text: ["txt", "md", "log"]
    case .csv: ["csv", "tsv"]
    case .markup, .macros, .locked: []
    default: [rawValue]
    }
  }

  /// Whether a browser may show it in place: pictures and PDF, none of which runs script in our origin.
  package var isShownInline: Bool {
    switch self {
    case .pdf, .png, .jpeg, .gif, .webp: true
    default: false
    }
  }

  /// Whether `fileName` ends as a file of this type does.
  package func matches(fileName: String) -> Bool {
    guard let ending = fileName.ending else { return false }
    return endings.contains(ending)
  }
}

/// Which types a place accepts, and how large.
package struct FilePolicy: Sendable {
  package let types: Set<FileType>
  /// In bytes.
  package let limit: Int

  package init(types: Set<FileType>, limit: Int) {
    self.types = types
    self.limit = limit
  }

  /// Logos and portraits: up to 5 MiB.
  package static let pictures = FilePolicy(types: [.png, .jpeg, .gif, .webp], limit: 5 << 20)
  /// Sheets to import: up to 64 MiB, the limit of the document worker.
  package static let sheets = FilePolicy(types: [.xlsx, .xls, .ods, .csv, .text], limit: 64 << 20)
  /// Evidence and attachments: documents, sheets and pictures, up to 50 MiB.
  package static let attachments = FilePolicy(
    types: [
      .pdf, .png, .jpeg, .gif, .webp, .xlsx, .xls, .ods, .csv, .docx, .doc, .pptx, .ppt, .odt, .text, .zip,
    ], limit: 50 << 20)

  /// The type of the file at `path`.
  /// - Parameter fileName: decides only between text and comma-separated text.
  /// - Throws: `FileError.empty`, `.tooLarge` or `.notAllowed`.
  package func check(path: String, fileName: String) throws -> FileType {
    let probe = try FileProbe(path: path)
    guard probe.size > 0 else { throw FileError.empty }
    guard probe.size <= limit else { throw FileError.tooLarge(limit: limit) }
    let type = try FileType.detect(probe, fileName: fileName)
    guard let type, types.contains(type) else { throw FileError.notAllowed(type) }
    return type
  }
}

extension String {
  /// What follows the last dot, in lower case; `nil` without one.
  var ending: String? {
    guard let dot = lastIndex(of: "."), index(after: dot) < endIndex else { return nil }
    return self[index(after: dot)...].lowercased()
  }
}
