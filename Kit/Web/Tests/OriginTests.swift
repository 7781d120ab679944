import HTTPTypes
import NIOCore
import Testing

@testable import Web

@Suite struct OriginTests {
  private let proxies: TrustedProxies

  init() throws {
    proxies = try TrustedProxies(["127.0.0.1", "10.0.0.0/8", "fd00::/8", "unix"])
  }

  private func origin(_ peer: String) throws -> RequestOrigin {
    RequestOrigin(peer: try SocketAddress(ipAddress: peer, port: 1), proxies: proxies)
  }

  private func headers(_ pairs: KeyValuePairs<String, String>) throws -> HTTPFields {
    var fields = HTTPFields()
    for (name, value) in pairs { fields.append(HTTPField(name: try #require(.init(name)), value: value)) }
    return fields
  }

  @Test func theLastUntrustedAddressIsTheClient() throws {
    let origin = try origin("127.0.0.1")
    #expect(origin.clientAddress(try headers(["X-Forwarded-For": "6.6.6.6, 203.0.113.9, 10.1.2.3"])) == "203.0.113.9")
    #expect(origin.clientAddress(try headers(["X-Forwarded-For": "2001:db8::1"])) == "2001:db8::1")
    #expect(origin.clientAddress(try headers(["X-Forwarded-For": "10.1.1.1"])) == "127.0.0.1")
    #expect(origin.clientAddress(try headers(["X-Forwarded-For": "1.1.1.1, rubbish"])) == "127.0.0.1")
    #expect(origin.clientAddress(HTTPFields()) == "127.0.0.1")
  }

  @Test func aStrangersWordsDoNotCount() throws {
    let origin = try origin("203.0.113.9")
    let sent = try headers([
      "X-Forwarded-For": "1.1.1.1", "X-Forwarded-Proto": "https", "X-Request-ID": "abcdefgh", "X-Forwarded-Host": "x",
    ])
    #expect(!origin.isForwarded)
    #expect(origin.clientAddress(sent) == "203.0.113.9")
    #expect(!origin.isSecure(sent))
    #expect(origin.forwardedID(sent) == nil)
    #expect(
      origin.host(HTTPRequest(method: .get, scheme: nil, authority: "Own:80", path: "/", headerFields: sent))
        == "own:80")
  }

  @Test func proxiesWordsCount() throws {
    let origin = try origin("10.9.9.9")
    let sent = try headers([
      "X-Forwarded-Proto": "https", "X-Request-ID": "abcdefgh-1.2_3", "X-Forwarded-Host": "Qiao.example",
    ])
    #expect(origin.isSecure(sent))
    #expect(origin.forwardedID(sent) == "abcdefgh-1.2_3")
    #expect(
      origin.host(HTTPRequest(method: .get, scheme: nil, authority: "x", path: "/", headerFields: sent))
        == "qiao.example")
    for bad in ["short", "has space in it", String(repeating: "x", count: 65), "line\u{1}break"] {
      #expect(origin.forwardedID(try headers(["X-Request-ID": bad])) == nil)
    }
  }

  @Test func networksAreMatchedByBits() throws {
    let some = try TrustedProxies(["192.168.16.0/20", "2001:db8::/33", "0.0.0.0/32"])
    #expect(some.contains("192.168.31.255"))
    #expect(!some.contains("192.168.32.0"))
    #expect(some.contains("2001:db8:7fff::1"))
    #expect(!some.contains("2001:db8:8000::1"))
    #expect(some.contains("::ffff:192.168.16.1"))
    #expect(!some.contains("nonsense"))
    #expect(try TrustedProxies(["0.0.0.0/0"]).contains("8.8.8.8"))
    #expect(!TrustedProxies.none.contains("127.0.0.1"))
  }

  @Test func socketsMayBeTrusted() throws {
    let socket = try SocketAddress(unixDomainSocketPath: "/tmp/x")
    #expect(proxies.contains(socket))
    #expect(try !TrustedProxies(["127.0.0.1"]).contains(socket))
    #expect(!proxies.contains(nil))
  }

  @Test(arguments: ["localhost", "1.2.3", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "", "fd00::/129", "1.1.1.1/8/8"])
  func unreadableEntriesNameThemselves(entry: String) {
    #expect(throws: UnreadableAddress(entry: entry)) { try TrustedProxies(["127.0.0.1", entry]) }
  }
}
