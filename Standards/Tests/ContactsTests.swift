import Testing

@testable import Standards

@Suite("Telephone numbers")
struct PhoneNumberTests {
  @Test(
    "spellings",
    arguments: [
      ("13812345678", "13812345678", PhoneNumber.Kind.mobile), ("138 1234 5678", "13812345678", .mobile),
      ("１３８－１２３４－５６７８", "13812345678", .mobile), ("+86 138-1234-5678", "13812345678", .mobile),
      ("0086 13812345678", "13812345678", .mobile), ("8613812345678", "13812345678", .mobile),
      ("(+86)13812345678", "13812345678", .mobile),
      ("19912345678", "19912345678", .mobile), ("020-82221234", "020-82221234", .landline),
      ("02082221234", "020-82221234", .landline),
      ("(020)82221234", "020-82221234", .landline), ("（０２０）８２２２１２３４", "020-82221234", .landline),
      ("+86 20 8222 1234", "020-82221234", .landline), ("+86-020-82221234", "020-82221234", .landline),
      ("0755 2345678", "0755-2345678", .landline), ("0755-23456789", "0755-23456789", .landline),
      ("07552345678", "0755-2345678", .landline), ("020-82221234-801", "020-82221234-801", .landline),
      ("020-82221234转801", "020-82221234-801", .landline), ("020-82221234 ext. 801", "020-82221234-801", .landline),
      ("010—62771234", "010-62771234", .landline), ("400-830-1234", "400-830-1234", .service),
      ("4008301234", "400-830-1234", .service),
      ("800 810 8888", "800-810-8888", .service), ("95588", "95588", .service),
      ("+852 2123 4567", "+85221234567", .abroad),
      ("00852-21234567", "+85221234567", .abroad), ("+1 (650) 253-0000", "+16502530000", .abroad),
    ])
  func spellings(_ typed: String, _ text: String, _ kind: PhoneNumber.Kind) throws {
    let number = try PhoneNumber.read(typed).get()
    #expect(number.text == text)
    #expect(number.kind == kind)
    // What was normalised stays as it is.
    #expect(try PhoneNumber.read(number.text).get() == number)
  }

  @Test(
    "mistakes",
    arguments: [
      ("", "empty"), ("  ", "empty"), ("张经理", "characters"), ("138abc45678", "characters"),
      ("1381234567", "wrong-mobile"),
      ("138123456789", "wrong-mobile"), ("12812345678", "wrong-mobile"), ("82221234", "area-code"),
      ("8222123", "area-code"),
      ("00", "length"), ("0208222123", "length"), ("020-182221234", "length"), ("025 1234567", "length"),
      ("0111-1234567", "area-code"),
      ("0", "area-code"), ("123456789012345678", "wrong-mobile"), ("23456", "length"), ("+852", "length"),
      ("+", "length"), ("-", "length"),
    ])
  func mistakes(_ typed: String, _ remark: String) {
    #expect(throws: Remark.self) { try PhoneNumber.read(typed).get() }
    if case .failure(let found) = PhoneNumber.read(typed) { #expect(found.key == "standards.phone.\(remark)") }
  }
}

@Suite("Mail, postal and web addresses")
struct AddressTests {
  @Test(
    "mail addresses",
    arguments: [
      ("zhang@example.com", "zhang@example.com"), (" Zhang.San+qiao@Example.COM ", "Zhang.San+qiao@example.com"),
      ("ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", "zhang@example.com"), ("mailto:a@b.cn", "a@b.cn"),
      ("zhang@example。com", "zhang@example.com"),
      ("12345678@qq.com", "12345678@qq.com"), ("a@例子.公司", "a@例子.公司"), ("a@b-c.com.cn", "a@b-c.com.cn"),
    ])
  func mail(_ typed: String, _ text: String) throws {
    #expect(try EmailAddress.read(typed).get().text == text)
  }

  @Test(
    "no mail addresses",
    arguments: [
      ("", "empty"), ("zhang", "at-sign"), ("a@b@c.cn", "at-sign"), ("@example.com", "name"), ("a b@c.cn", "name"),
      (".a@b.cn", "name"),
      ("a..b@c.cn", "name"), ("张@c.cn", "name"), ("a@", "host"), ("a@b", "host"), ("a@-b.cn", "host"),
      ("a@b..cn", "host"),
      ("a@b.c", "host"), ("a@1.2.3.4", "host"), ("a@b.cn,c@d.cn", "at-sign"), ("a@b_c.cn", "host"),
      (String(repeating: "a", count: 65) + "@b.cn", "name"), ("a@" + String(repeating: "b", count: 64) + ".cn", "host"),
      ("a\r\nBcc: x@b.cn", "name"), ("<a@b.cn>", "name"),
    ])
  func noMail(_ typed: String, _ remark: String) {
    guard case .failure(let found) = EmailAddress.read(typed) else {
      Issue.record("\(typed) was accepted")
      return
    }
    #expect(found.key == "standards.email.\(remark)")
  }

  @Test(
    "postal codes",
    arguments: [("510700", "510700"), ("５１０７００", "510700"), ("510 700", "510700"), ("999077", "999077")])
  func postal(_ typed: String, _ text: String) throws {
    #expect(try PostalCode.read(typed).get().text == text)
  }

  @Test("no postal codes", arguments: ["", "51070", "5107000", "51070A", "000000", "999999", "五一零七零零"])
  func noPostal(_ typed: String) {
    #expect(throws: Remark("standards.postal-code.shape")) { try PostalCode.read(typed).get() }
  }

  @Test(
    "web addresses",
    arguments: [
      ("www.example.com", "http://www.example.com"),
      ("HTTPS://WWW.Example.COM/Path?q=1#top", "https://www.example.com/Path?q=1#top"),
      ("http://example.cn:8080/", "http://example.cn:8080/"), ("ｗｗｗ．ｅｘａｍｐｌｅ．ｃｏｍ", "http://www.example.com"),
      ("www。example。com", "http://www.example.com"), ("http://例子.公司/关于", "http://例子.公司/关于"),
      ("http://10.0.0.8/oa", "http://10.0.0.8/oa"),
      ("example.com/a@b", "http://example.com/a@b"),
    ])
  func web(_ typed: String, _ text: String) throws {
    #expect(try WebAddress.read(typed).get().text == text)
    #expect(try WebAddress.read(text).get().text == text)
  }

  @Test(
    "no web addresses",
    arguments: [
      ("", "empty"), ("javascript:alert(1)", "shape"), ("javascript://example.com/%0aalert(1)", "scheme"),
      ("ftp://example.com", "scheme"),
      ("http://localhost", "shape"), ("http://user@example.com", "shape"), ("http://bank.cn@evil.cn", "shape"),
      ("http://example.com:0", "shape"), ("http://example.com:99999", "shape"), ("http://example.com:80:80", "shape"),
      ("http://exa mple.com", "shape"), ("http://", "shape"), ("无", "shape"),
      ("http://example.com/\"onclick=", "shape"),
      ("http://example.com/<script>", "shape"), ("http://1.2.3.999", "shape"), ("http://1.2.3", "shape"),
      ("http://example.com/" + String(repeating: "a", count: 2000), "shape"),
    ])
  func noWeb(_ typed: String, _ remark: String) {
    guard case .failure(let found) = WebAddress.read(typed) else {
      Issue.record("\(typed) was accepted")
      return
    }
    #expect(found.key == "standards.web.\(remark)")
  }

  @Test("typed text in its plain form")
  func typedText() {
    #expect(TypedText.halfWidth("Ａｂ１２（甲）") == "Ab12(甲)")
    #expect(TypedText.trimmed(" 岭南\u{3000}精密 \t机械\u{200B}\n") == "岭南 精密 机械")
    #expect(TypedText.code("ab-12 c") == "AB12C")
    #expect(TypedText.halfWidth("a\u{0}b\u{7F}c\u{202E}d") == "abcd")
  }
}
