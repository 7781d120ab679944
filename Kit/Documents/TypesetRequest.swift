import Foundation
package import Values

/// One document to be typeset: which template, with what data, and whose it is.
///
/// What people typed belongs into `data` and nowhere else: the typesetter never
/// reads it as markup. Characters that no document should hold (controls, those
/// that turn the direction of writing) are left out on the way.
package struct TypesetRequest: Sendable {
  /// The file `<template>.typ` of the templates' folder, without the ending: `partner-record`.
  package let template: String
  /// The name of the record, which errors repeat: a person is to know which one is meant.
  package let label: String
  /// What the template reads as `/data.json`.
  package let data: [UInt8]
  /// When the document says that it was made.
  package let made: Instant
  /// Pictures, which the template reads as `/job/<name>`.
  package var files: [TypesetFile] = []
  /// Whether the PDF follows PDF/A-2b (ISO 19005-2), which archives keep.
  package var isArchival = true
  /// Whether the PDF says what is heading, paragraph and table. With thousands of table rows it takes ten times as long.
  package var isTagged = true
  package var limits = TypesetLimits()

  /// - Parameter data: written as JSON: dates and money as the texts that the document is to show.
  /// - Throws: `EncodingError`, for a number that is not finite.
  package init(_ template: String, label: String, data: some Encodable, made: Instant) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    self.init(template, label: label, json: [UInt8](try encoder.encode(data)), made: made)
  }

  /// The same with data that is JSON already.
  package init(_ template: String, label: String, json: [UInt8], made: Instant) {
    self.template = template
    self.label = label
    self.data = json
    self.made = made
  }
}

/// A picture that goes into one document only, such as a drawn signature.
package struct TypesetFile: Sendable {
  /// Letters, digits, `_` and `-`, with the ending `.png`, `.jpg`, `.svg` or `.webp`.
  package let name: String
  package let bytes: [UInt8]

  package init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// How much of a machine one document may take.
package struct TypesetLimits: Sendable, Encodable {
  /// Bytes of address space of the process, fonts and templates included (about 300 MB).
  package var memory = TypesetLimits.mostMemory
  /// Seconds of processor time; waiting may take twice as many.
  package var seconds = 60
  /// Bytes of the PDF.
  package var output = 256 << 20

  /// No document may have more.
  static let mostMemory = 1536 << 20

  package init() {}
}

/// A document that was made.
package struct TypesetDocument: Sendable, Hashable {
  package let path: String
  package let pages: Int
  package let size: Int
  /// A piece of text that no font can show; there are boxes in its place. The document is no PDF/A then.
  package let unprintable: String?
}

/// The fonts of documents.
package enum TypesetFonts {
  /// Without these no document is made; Debian's package `fonts-noto-cjk` has both, regular and bold.
  package static let families = ["Noto Serif CJK SC", "Noto Sans CJK SC"]

  /// Where systems put them. Fonts in `/usr/local/share/fonts` stand in for rare characters.
  package static let usualFolders = [
    "/usr/share/fonts/opentype/noto", "/usr/share/fonts/noto-cjk", "/usr/share/fonts/google-noto-cjk",
    "/usr/share/fonts/google-noto-sans-cjk-fonts", "/usr/share/fonts/google-noto-serif-cjk-fonts",
    "/usr/local/share/fonts",
  ]
}
