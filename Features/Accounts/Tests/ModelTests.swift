import Database
import HTTPTypes
import Localization
import Platform
import Records
import Security
import TestKit
import Testing
import Values
import Views
import Web

@testable import Accounts

@Suite struct SignInNameTests {
  @Test(arguments: [
    ("  Zhang.San ", "zhang.san"), ("ＬＩ００１", "li001"), ("李明", "李明"), ("ＡＢ\u{200B}c", "abc"),
  ])
  func `names are compared in one form`(typed: String, canonical: String) {
    #expect(SignInName.canonical(typed) == canonical)
  }

  @Test(arguments: ["ab", "2023010101", "li.ming-2_x", "李明", String(repeating: "a", count: 40)])
  func `ordinary names are taken`(name: String) {
    #expect(SignInName.problem(in: name) == nil)
  }

  @Test(arguments: [
    ("", "accounts.signInName.length"), ("a", "accounts.signInName.length"),
    (String(repeating: "a", count: 41), "accounts.signInName.length"), ("a b", "accounts.signInName.letters"),
    ("a@b.cn", "accounts.signInName.letters"), ("a/b", "accounts.signInName.letters"),
    ("a\u{0}b", "accounts.signInName.letters"), ("<b>", "accounts.signInName.letters"),
    ("13800138000", "accounts.signInName.phone"),
  ])
  func `other names are refused with a reason`(name: String, key: String) {
    #expect(SignInName.problem(in: name)?.key == key)
  }

  @Test(arguments: [
    ("138 0013 8000", "13800138000"), ("+86 138-0013-8000", "13800138000"), ("008613800138000", "13800138000"),
    ("１３８００１３８０００", "13800138000"), ("(0371) 6555-1234", "037165551234"),
  ])
  func `numbers are compared by their digits`(typed: String, digits: String) {
    #expect(PhoneNumber.canonical(typed) == digits)
  }

  @Test(arguments: ["", "12345", "138001380001380013800", "12345a7", "电话13800138000"])
  func `what is no number has no canonical form`(typed: String) {
    #expect(PhoneNumber.canonical(typed) == nil)
  }

  @Test func `an identifier is read in all the ways it can be meant`() {
    let mail = Identifier(" Li@School.edu.CN ")
    #expect(mail.mail == "li@school.edu.cn" && mail.phone == nil)
    #expect(mail.limitKey == "li@school.edu.cn")
    let phone = Identifier("+86 138 0013 8000")
    #expect(phone.phone == "13800138000" && phone.mail == nil)
    #expect(phone.limitKey == Identifier("13800138000").limitKey)
    #expect(Identifier(String(repeating: "x", count: 100_000)).name.count == 300)
  }
}

@Suite struct AddressGroupTests {
  @Test(arguments: [
    ("203.0.113.7", "203.0.113.7"), ("2001:db8:1:2:3:4:5:6", "20:1:d:b8:0:1:0:2/64"),
    ("2001:db8:1:2::9", "20:1:d:b8:0:1:0:2/64"), ("::ffff:203.0.113.7", "203.0.113.7"), ("unix", "unix"),
    ("fe80::1%eth0", "fe:80:0:0:0:0:0:0/64"), ("a:b:zz", "a:b:zz"),
  ])
  func `one customer of a provider is one address`(address: String, group: String) {
    #expect(AddressGroup.of(address) == group)
  }
}

@Suite struct DeviceNameTests {
  @Test(arguments: [
    (
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0",
      "Edge · Windows"
    ),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox · Linux"),
    (
      "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/122.0 Mobile Safari/537.36 MicroMessenger/8.0.48",
      "微信 · Android"
    ),
    (
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1",
      "Safari · iPhone"
    ),
    ("", "—"), ("something else", "—"),
  ])
  func `a browser is named by what it says`(agent: String, name: String) {
    #expect(DeviceName.of(userAgent: agent) == name)
  }
}

@Suite struct PendingSignInTests {
  private let keys = KeyRing()
  private let now = Instant(milliseconds: 1_800_000_000_000)
  private let pending = PendingSignIn(accountID: ID(rawValue: 42), isRemembered: true)

  @Test func `it comes back as it went`() {
    #expect(PendingSignIn(pending.signed(by: keys, at: now), keys: keys, at: now) == pending)
  }

  @Test func `after five minutes it is worth nothing`() {
    let text = pending.signed(by: keys, at: now)
    #expect(PendingSignIn(text, keys: keys, at: now.advanced(by: .seconds(299))) != nil)
    #expect(PendingSignIn(text, keys: keys, at: now.advanced(by: .seconds(301))) == nil)
  }

  @Test func `nobody else can make or change one`() {
    let text = pending.signed(by: keys, at: now)
    #expect(PendingSignIn(text, keys: KeyRing(), at: now) == nil)
    #expect(PendingSignIn(text + "x", keys: keys, at: now) == nil)
    #expect(PendingSignIn("", keys: keys, at: now) == nil)
    let forOtherThings = Signer(keys, purpose: "downloads")
      .sign("\(ID<Account>(rawValue: 42)) 1", expires: now.advanced(by: .seconds(60)))
    #expect(PendingSignIn(forOtherThings, keys: keys, at: now) == nil)
  }
}

@Suite struct TextTests {
  @Test func `every text is there in both languages`() throws {
    let catalogue = try Catalogue(sources: AccountsFeature.texts)
    #expect(!catalogue.keys(in: .chinese).isEmpty)
    #expect(catalogue.problems().isEmpty)
  }
}

@Suite struct QRCodeTests {
  /// As another encoder draws it.
  private static let symbol = """
    #######.......#######
    #.....#.###...#.....#
    #.###.#...##..#.###.#
    #.###.#...#...#.###.#
    #.###.#.#####.#.###.#
    #.....#..###..#.....#
    #######.#.#.#.#######
    ..........#..........
    #.#.#.#..#..#...#..#.
    .##..#.#.###.#.#.####
    ..##.##.##.#.###.####
    .#.#....#..###.##....
    .....##.#..#.###....#
    ........###...#..#..#
    #######.....#...#####
    #.....#..#....#....#.
    #.###.#.###.#.#.#..##
    #.###.#....#.#.#..##.
    #.###.#.#..#.###.#..#
    #.....#..#.###.###.#.
    #######.#.##.###..###
    """

  @Test func `a short text is drawn as the standard says`() throws {
    let code = try #require(QRCode("qiao"))
    let drawn = (0..<code.size).map { row in
      String((0..<code.size).map { code.isDark($0, row) ? "#" : "." })
    }
    #expect(drawn.joined(separator: "\n") == Self.symbol)
  }

  @Test(arguments: [(14, 21), (15, 25), (152, 49), (153, 53), (180, 53), (181, 57), (666, 97)])
  func `the smallest version that holds the text is taken`(bytes: Int, size: Int) {
    #expect(QRCode(String(repeating: "a", count: bytes))?.size == size)
  }

  @Test func `a text that is too long is refused`() {
    #expect(QRCode(String(repeating: "a", count: 667)) == nil)
  }

  @Test func `the picture is one path inside its margin`() throws {
    let code = try #require(QRCode("qiao"))
    let picture = code.picture(title: "二维码").text
    #expect(picture.contains("viewBox=\"0 0 29 29\""))
    #expect(picture.contains("d=\"M4 4h7v1h-7z"))
  }
}
