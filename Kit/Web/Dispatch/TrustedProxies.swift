import Foundation
import NIOCore

/// The addresses of reverse proxies whose forwarding headers are believed.
package struct TrustedProxies: Sendable, Hashable {
  private struct Range: Sendable, Hashable {
    let bytes: [UInt8]
    let bits: Int

    func contains(_ other: [UInt8]) -> Bool {
      guard other.count == bytes.count else { return false }
      var left = bits
      for (mine, theirs) in zip(bytes, other) where left > 0 {
        let mask: UInt8 = left >= 8 ? 0xFF : ~(0xFF >> UInt8(left))
        guard mine & mask == theirs & mask else { return false }
        left -= 8
      }
      return true
    }
  }

  private let ranges: [Range]
  /// Whether peers over a Unix domain socket are proxies.
  private let trustsSockets: Bool

  package static let none = TrustedProxies(ranges: [], trustsSockets: false)

  private init(ranges: [Range], trustsSockets: Bool) {
    self.ranges = ranges
    self.trustsSockets = trustsSockets
  }

  /// Reads addresses and networks: `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`, and
  /// `unix` for peers over a Unix domain socket.
  /// - Throws: `UnreadableAddress` with the entry that is neither.
  package init(_ entries: [String]) throws(UnreadableAddress) {
    var ranges: [Range] = []
    for entry in entries where entry != "unix" {
      let parts = entry.split(separator: "/", omittingEmptySubsequences: false)
      guard let first = parts.first, parts.count <= 2, let bytes = Self.bytes(of: String(first)) else {
        throw UnreadableAddress(entry: entry)
      }
      let bits = parts.count == 2 ? Int(parts[1]) : bytes.count * 8
      guard let bits, (0...bytes.count * 8).contains(bits) else { throw UnreadableAddress(entry: entry) }
      ranges.append(Range(bytes: bytes, bits: bits))
    }
    self.init(ranges: ranges, trustsSockets: entries.contains("unix"))
  }

  var isEmpty: Bool { ranges.isEmpty && !trustsSockets }

  func contains(_ address: SocketAddress?) -> Bool {
    guard !isEmpty, let address else { return false }
    if case .unixDomainSocket = address { return trustsSockets }
    guard let text = address.ipAddress else { return false }
    return contains(text)
  }

  func contains(_ address: String) -> Bool {
    guard let bytes = Self.bytes(of: address) else { return false }
    return ranges.contains { $0.contains(bytes) }
  }

  /// The bytes of an address, those of IPv4 also where it is written as IPv6
  /// (`::ffff:127.0.0.1`), as dual-stack sockets report it.
  static func bytes(of text: String) -> [UInt8]? {
    if let bytes = parse(text, AF_INET, count: 4) { return bytes }
    guard let bytes = parse(text, AF_INET6, count: 16) else { return nil }
    let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
    return isMapped ? Array(bytes[12...]) : bytes
  }

  private static func parse(_ text: String, _ family: Int32, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    return inet_pton(family, text, &bytes) == 1 ? bytes : nil
  }
}

/// An entry of the trusted proxies that is no address.
package struct UnreadableAddress: Error, Sendable, Hashable {
  package let entry: String
}
