import Foundation

/// A file's name as a person gave it, made safe to store, show and give out again.
///
/// No folders, no control or direction-changing characters, none of the
/// characters and names Windows reserves, at most 180 bytes of UTF-8.
package struct FileName: Hashable, Sendable {
  package let text: String

  /// - Parameters:
  ///   - raw: what the browser sent; anything.
  ///   - type: the type of the content; a name that ends otherwise gets its usual ending.
  package init(_ raw: String, type: FileType? = nil) {
    var name = Self.cleaned(raw)
    if let type, let ending = type.endings.first, !type.matches(fileName: name) {
      // `photo.png` that is a JPEG becomes `photo.jpg`; `page.html` becomes `page.html.jpg`.
      let known = FileType.allCases.contains { $0.matches(fileName: name) }
      let stem = known ? String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)]) : name
      name = "\(stem.isEmpty ? Self.nameless : stem).\(ending)"
    }
    text = Self.shortened(name)
  }

  /// What follows the last dot, in lower case.
  package var ending: String? { text.ending }

  private static let nameless = "file"
  private static let mostBytes = 180
  private static let reserved: Set<String> = Set(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
      + ["com", "lpt"].flatMap { port in "0123456789¹²³".map { "\(port)\($0)" } })

  private static func cleaned(_ raw: String) -> String {
    let last = raw.precomposedStringWithCanonicalMapping.split { $0 == "/" || $0 == "\\" }.last ?? ""
    var scalars = String.UnicodeScalarView()
    for scalar in last.unicodeScalars {
      switch scalar.properties.generalCategory {
      // Format characters turn the reading direction: `gpj.exe` could read `exe.jpg`.
      case .control, .format, .privateUse, .surrogate, .unassigned: continue
      case .lineSeparator, .paragraphSeparator: continue
      case .spaceSeparator: scalars.append(" ")
      default: scalars.append("<>:\"|?*".unicodeScalars.contains(scalar) ? "_" : scalar)
      }
    }
    let trimmed = String(scalars).trimmingCharacters(in: CharacterSet(charactersIn: " ."))
    guard !trimmed.isEmpty else { return nameless }
    // Windows takes `CON.txt` for the console, whatever follows the dot.
    let device = trimmed.prefix { $0 != "." }.trimmingCharacters(in: .whitespaces).lowercased()
    return reserved.contains(device) ? "_" + trimmed : trimmed
  }

  /// Cuts the stem at a character and keeps the ending.
  private static func shortened(_ name: String) -> String {
    guard name.utf8.count > mostBytes else { return name }
    var stem = name[...]
    var tail = ""
    if let dot = name.lastIndex(of: "."), name[dot...].utf8.count <= 16 {
      stem = name[..<dot]
      tail = String(name[dot...])
    }
    while stem.utf8.count + tail.utf8.count > mostBytes { stem.removeLast() }
    return stem.trimmingCharacters(in: CharacterSet(charactersIn: " .")) + tail
  }
}

extension FileName: CustomStringConvertible {
  package var description: String { text }
}

extension FileName {
  /// Whether the browser shows a file or saves it.
  package enum Disposition: String, Sendable { case inline, attachment }

  /// The value of the header `Content-Disposition`: the name in ASCII for
  /// older clients and in UTF-8 for the others (RFC 6266, RFC 8187).
  package func contentDisposition(_ disposition: Disposition = .attachment) -> String {
    let plain = text.unicodeScalars.map { scalar -> Character in
      let isPlain = (0x20...0x7E).contains(scalar.value) && !"\"\\%".unicodeScalars.contains(scalar)
      return isPlain ? Character(scalar) : "_"
    }
    let fallback = String(plain)
    guard fallback != text else { return "\(disposition.rawValue); filename=\"\(fallback)\"" }
    return "\(disposition.rawValue); filename=\"\(fallback)\"; filename*=UTF-8''\(extendedValue)"
  }

  /// `value-chars` of RFC 8187: letters, digits and ten marks stand, all else is percent-encoded.
  private var extendedValue: String {
    var value = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        value.unicodeScalars.append(Unicode.Scalar(byte))
      case _ where "!#$&+-.^_`|~".utf8.contains(byte):
        value.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        value += byte < 16 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return value
  }
}
