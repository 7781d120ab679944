import NIOCore

/// Entity tags (RFC 9110 §8.8.3).
enum EntityTag {
  /// A weak tag of rendered content: equal bytes, equal tag, for as long as the
  /// process runs. After a restart every page is sent once more.
  static func weak(_ buffer: ByteBuffer) -> String {
    var hasher = Hasher()
    buffer.readableBytesView.withUnsafeBytes { hasher.combine(bytes: $0) }
    return "W/\"" + String(UInt(bitPattern: hasher.finalize()), radix: 36) + "\""
  }

  /// A strong tag of what an application calls the content.
  static func quoted(_ name: String) -> String {
    let plain = name.utf8.filter { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: ",") }
    return "\"" + String(decoding: plain, as: UTF8.self) + "\""
  }

  /// Whether an `If-None-Match` names the tag, weakly compared.
  static func list(_ value: String, contains tag: String) -> Bool {
    if value.trimmingSpaces == "*" { return true }
    let wanted = opaque(tag)
    return value.split(separator: ",").contains { opaque(String($0).trimmingSpaces) == wanted }
  }

  private static func opaque(_ tag: String) -> Substring {
    tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...]
  }
}
