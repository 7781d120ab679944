import Foundation

/// One part of a message: its own headers and its encoded content, both ended
/// by CR LF.
struct MIMEBody {
  let headers: String
  let content: String

  /// Text in the encoding that suits it: as it is when it is short-lined ASCII,
  /// quoted-printable when most of it is ASCII, base 64 otherwise.
  static func text(_ text: String, subtype: String) -> MIMEBody {
    let bytes = withCRLF(text)
    let type = "Content-Type: text/\(subtype); charset=utf-8\r\n"
    func encoded(_ name: String, _ content: String) -> MIMEBody {
      MIMEBody(headers: type + "Content-Transfer-Encoding: \(name)\r\n", content: content)
    }
    if isPlain(bytes) { return encoded("7bit", String(decoding: bytes, as: UTF8.self)) }
    let foreign = bytes.count { $0 >= 0x80 }
    return foreign * 6 <= bytes.count
      ? encoded("quoted-printable", quotedPrintable(bytes)) : encoded("base64", base64(bytes))
  }

  static func attachment(_ attachment: MailAttachment) throws(MailError) -> MIMEBody {
    let parts = attachment.contentType.split(separator: "/", omittingEmptySubsequences: false)
    let isType =
      parts.count == 2 && attachment.contentType.utf8.count < 100
      && parts.allSatisfy { part in
        !part.isEmpty && part.utf8.allSatisfy { isLetterOrDigit($0) || ".+-_".utf8.contains($0) }
      }
    // A composite type must not be encoded in base 64 (RFC 2045, section 6.4).
    guard isType, parts[0] != "multipart", parts[0] != "message" else { throw .contentType(attachment.contentType) }
    try checkOneLine(attachment.fileName, field: "fileName")
    let name = attachment.fileName.replacing("/", with: "_").replacing("\\", with: "_")
    let headers =
      "Content-Type: \(attachment.contentType)\r\n"
      + "Content-Transfer-Encoding: base64\r\n"
      + "Content-Disposition: attachment;\r\n" + parameter("filename", name) + "\r\n"
    return MIMEBody(headers: headers, content: base64(attachment.bytes))
  }

  /// Parts behind each other. The boundary begins with `=_`, which occurs neither
  /// in base 64 nor in quoted-printable, and text that has it is not sent plain:
  /// so no content can look like a boundary.
  static func multipart(_ subtype: String, _ parts: [MIMEBody]) -> MIMEBody {
    let boundary = "=_\(subtype)_="
    let content = parts.map { "--\(boundary)\r\n\($0.headers)\r\n\($0.content)" }.joined()
    return MIMEBody(
      headers: "Content-Type: multipart/\(subtype); boundary=\"\(boundary)\"\r\n",
      content: content + "--\(boundary)--\r\n")
  }

  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    var column = 0
    var previous: UInt8 = 0
    for byte in bytes {
      switch byte {
      case 0x0A, 0x0D: column = 0
      case 0x09, 0x20...0x7E: column += 1
      default: return false
      }
      if column > 76 || previous == UInt8(ascii: "=") && byte == UInt8(ascii: "_") { return false }
      previous = byte
    }
    return true
  }

  /// Every kind of line break as CR LF, and one at the end.
  private static func withCRLF(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == 0x0A {
        if previous != 0x0D { result += [0x0D, 0x0A] }
      } else if byte == 0x0D {
        result += [0x0D, 0x0A]
      } else {
        result.append(byte)
      }
      previous = byte
    }
    return result.suffix(2) == [0x0D, 0x0A] ? result : result + [0x0D, 0x0A]
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let encoded = Data(bytes).base64EncodedString(options: [
      .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
    ])
    return encoded + "\r\n"
  }

  /// RFC 2045, section 6.7: lines of at most 76, no blank at the end of one.
  private static func quotedPrintable(_ bytes: [UInt8]) -> String {
    var result = ""
    var column = 0
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0D || byte == 0x0A {
        result.unicodeScalars.append(Unicode.Scalar(byte))
        column = 0
        continue
      }
      let isLast = index + 1 < bytes.count && bytes[index + 1] == 0x0D
      let isBlank = byte == 0x20 || byte == 0x09
      let isLiteral = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || isBlank && !isLast
      let token = isLiteral ? String(Unicode.Scalar(byte)) : "=" + hexadecimal(byte)
      // A line that goes on ends in `=`, the 76th character.
      if column + token.utf8.count > (isLast ? 76 : 75) {
        result += "=\r\n"
        column = 0
      }
      result += token
      column += token.utf8.count
    }
    return result
  }

  /// ` name="value"`, or the extended form of RFC 2231 in numbered pieces, each on its own line.
  private static func parameter(_ name: String, _ value: String) -> String {
    let isPlain = value.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
    if isPlain, value.utf8.count <= 60 { return " \(name)=\"\(value)\"" }
    var pieces = ["UTF-8''"]
    for scalar in value.unicodeScalars {
      let encoded = String(scalar).utf8.map { byte in
        isLetterOrDigit(byte) || "-._".utf8.contains(byte) ? String(Unicode.Scalar(byte)) : "%" + hexadecimal(byte)
      }.joined()
      if pieces[pieces.count - 1].utf8.count + encoded.utf8.count > 60 { pieces.append("") }
      pieces[pieces.count - 1] += encoded
    }
    if pieces.count == 1 { return " \(name)*=\(pieces[0])" }
    return pieces.enumerated().map { " \(name)*\($0)*=\($1)" }.joined(separator: ";\r\n")
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
