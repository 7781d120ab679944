import Foundation
import NIOCore

/// The header of one part: its field name, file name and content type.
struct PartHeader: Equatable {
  let name: String
  /// As it was sent, not yet safe; `nil` for a part that is no file.
  let fileName: String?
  let contentType: String?

  enum Mistake: Error, Equatable {
    /// Not UTF-8, or with NUL.
    case unreadableText
    /// No `Content-Disposition: form-data` with a name.
    case noName
    /// A transfer encoding that browsers never use (RFC 7578 §4.7).
    case encoded
  }

  init(_ lines: ByteBuffer) throws(Mistake) {
    guard let text = String(validating: lines.readableBytesView, as: UTF8.self), !text.utf8.contains(0) else {
      throw .unreadableText
    }
    var disposition: String?
    var type: String?
    for line in text.split(separator: "\r\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = String(line[line.index(after: colon)...]).trimmingSpaces
      switch line[..<colon].lowercased() {
      case "content-disposition": disposition = value
      case "content-type": type = value
      case "content-transfer-encoding":
        guard ["7bit", "8bit", "binary"].contains(value.lowercased()) else { throw .encoded }
      default: break
      }
    }
    guard let disposition, let parameters = Self.parameters(of: disposition, kind: "form-data"),
      let name = parameters["name"]
    else { throw .noName }
    self.name = name
    fileName = try Self.extended(parameters["filename*"]) ?? parameters["filename"]
    contentType = type
  }

  /// The parameters by lower-case name; `nil` when the value is of another kind.
  static func parameters(of value: String, kind: String) -> [String: String]? {
    var rest = value[...]
    let first = rest.prefix { $0 != ";" }
    guard String(first).trimmingSpaces.lowercased() == kind else { return nil }
    rest = rest.dropFirst(first.count)
    var result: [String: String] = [:]
    while rest.first == ";" {
      rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
      let name = rest.prefix { $0 != "=" && $0 != ";" }
      rest = rest.dropFirst(name.count)
      guard rest.first == "=" else { continue }
      rest = rest.dropFirst()
      let text = rest.first == "\"" ? quoted(&rest) : plain(&rest)
      let key = String(name).trimmingSpaces.lowercased()
      if result[key] == nil { result[key] = text }
    }
    return result
  }

  private static func plain(_ rest: inout Substring) -> String {
    let text = rest.prefix { $0 != ";" }
    rest = rest.dropFirst(text.count)
    return String(text).trimmingSpaces
  }

  /// Browsers write a quote as `%22` and line breaks as `%0D`, `%0A` (HTML
  /// §4.10.21.8); other clients write `\"` and `\\`. A backslash before
  /// anything else is part of a path, as old browsers sent it.
  private static func quoted(_ rest: inout Substring) -> String {
    var text = ""
    rest = rest.dropFirst()
    while let character = rest.popFirst() {
      if character == "\"" { break }
      if character == "\\", let next = rest.first, next == "\"" || next == "\\" {
        text.append(next)
        rest = rest.dropFirst()
      } else {
        text.append(character)
      }
    }
    rest = rest.drop { $0 != ";" }
    return text.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
  }

  /// `UTF-8''name` with percent escapes (RFC 8187 §3.2).
  private static func extended(_ value: String?) throws(Mistake) -> String? {
    guard let value else { return nil }
    let parts = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].lowercased() == "utf-8", let text = PathText.decode(parts[2]) else {
      throw .unreadableText
    }
    return text
  }
}

/// File names that came from outside.
package enum FileName {
  /// The last component, whatever separator was meant, without control
  /// characters, invisible directions and the ends that Windows drops; at most
  /// 200 characters with the extension kept. `file` when nothing is left.
  package static func safe(_ name: String) -> String {
    let last = name.split { $0 == "/" || $0 == "\\" }.last ?? ""
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: last.unicodeScalars.filter(isHarmless))
    var text = String(scalars)
    while let end = text.last, end == "." || end == " " { text.removeLast() }
    while text.first == " " { text.removeFirst() }
    guard !text.isEmpty else { return "file" }
    guard text.count > 200 else { return text }
    let ending = text.lastIndex(of: ".").map { text[$0...] } ?? ""
    return ending.count <= 16 ? String(text.prefix(200 - ending.count) + ending) : String(text.prefix(200))
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: false
    case .format: scalar.value == 0x200D  // joins emoji
    default: scalar.value != 0x3A  // a colon opens a stream or a drive on Windows
    }
  }
}
