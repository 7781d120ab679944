import Foundation

/// The part of an internet address that one customer of a provider has: a
/// whole IPv4 address, and of an IPv6 address the first 64 bits, as the rest is
/// free to choose.
enum AddressGroup {
  static func of(_ address: String) -> String {
    guard address.contains(":") else { return address }
    // Without the zone of a link-local address.
    let plain = String(address.prefix { $0 != "%" })
    var parsed = in6_addr()
    guard inet_pton(AF_INET6, plain, &parsed) == 1 else { return address }
    let bytes = withUnsafeBytes(of: parsed) { Array($0) }
    // ::ffff:192.0.2.1 is an IPv4 address in disguise.
    if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
      return bytes[12...].map(String.init).joined(separator: ".")
    }
    return bytes[..<8].map { String($0, radix: 16) }.joined(separator: ":") + "/64"
  }
}
