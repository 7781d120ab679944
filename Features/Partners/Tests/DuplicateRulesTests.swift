import Testing
import Values

@testable import Partners

@Suite struct DuplicateRulesTests {
  private static func enterprise(
    _ name: String, code: String = "", website: String = "", region: String = "", address: String = ""
  ) -> Enterprise {
    var enterprise = Enterprise(id: ID(rawValue: 1), name: name)
    enterprise.creditCode = code
    enterprise.website = website
    enterprise.region = region
    enterprise.address = address
    return enterprise
  }

  @Test(arguments: [
    ("岭南精密机械有限公司", "岭南精密机械有限责任公司"), ("广州岭南精密机械有限公司", "岭南精密机械（广州）有限公司"),
    ("广东省岭南精密机械股份有限公司", "广东岭南精密机械有限公司"), ("岭南 精密机械(广州)有限公司", "岭南精密机械（广州市）有限公司"),
    ("ＡＢＣ电子有限公司", "abc电子有限公司"), ("广西桂江食品有限公司", "广西壮族自治区桂江食品有限公司"),
    ("广州市黄埔区岭南精密机械厂", "广州岭南精密机械厂"),
  ])
  func spellingsOfOneNameHaveOneWordAndOnePlace(_ first: String, _ second: String) {
    let (one, other) = (DistinctiveName(first), DistinctiveName(second))
    #expect(one.word == other.word)
    #expect(one.mayBe(near: other))
  }

  @Test(arguments: [
    ("岭南精密机械有限公司", "岭东精密机械有限公司"), ("广州启泓汽车零部件有限公司", "广州启瑞汽车零部件有限公司"),
    ("岭南精密机械有限公司", "岭南精密机械有限公司佛山分公司"), ("广州", "深圳"),
  ])
  func namesOfDifferentEnterprisesStayDifferent(_ first: String, _ second: String) {
    #expect(DistinctiveName(first).word != DistinctiveName(second).word)
    let comparison = DuplicateComparison(Self.enterprise(first), Self.enterprise(second))
    #expect(comparison.weight < DuplicateComparison.least, "\(comparison)")
  }

  @Test func aNameThatIsNothingButPlaceAndFormKeepsSomething() {
    #expect(!DistinctiveName("广州公司").word.isEmpty)
    #expect(!DistinctiveName("有限公司").word.isEmpty)
    #expect(DistinctiveName("（）").word.isEmpty)
  }

  @Test func theSameNameInTwoPlacesSpeaksLessForIt() {
    let near = DuplicateComparison(Self.enterprise("广州岭澜食品有限公司"), Self.enterprise("岭澜食品有限公司"))
    let far = DuplicateComparison(Self.enterprise("广州岭澜食品有限公司"), Self.enterprise("深圳岭澜食品有限公司"))
    #expect(near.reasons == [.name])
    #expect(far.reasons == [.name, .otherPlace])
    #expect(near.weight > far.weight)
  }

  @Test func codesAreComparedAsTheyAreMistyped() {
    let code = ImportTestSchools.code(1)
    var swapped = Array(code)
    let place = (9..<16).first { swapped[$0] != swapped[$0 + 1] } ?? 9
    swapped.swapAt(place, place + 1)
    #expect(CreditCodeLikeness.isSlip(code, String(swapped)))
    #expect(!CreditCodeLikeness.isSlip(code, code))
    #expect(!CreditCodeLikeness.isSlip(code, String(code.reversed())))
    #expect(CreditCodeLikeness.folded("9144ＯOIlSZ".replacing("Ｏ", with: "O")) == "914400" + "1L52")
    let slip = DuplicateComparison(
      Self.enterprise("甲", code: code), Self.enterprise("乙", code: String(swapped)))
    #expect(slip.reasons == [.slip])
    // Two valid codes are two registrations, however near they lie.
    let two = DuplicateComparison(
      Self.enterprise("岭澜食品有限公司", code: ImportTestSchools.code(1)),
      Self.enterprise("岭澜食品有限公司", code: ImportTestSchools.code(2)))
    #expect(two.reasons.contains(.otherCode))
  }

  @Test func theSameOrganisationCodeIsFoundThoughTheOfficeMoved() {
    let code = ImportTestSchools.code(7)
    let moved = "91" + "440106" + code.dropFirst(8).prefix(9) + "X"
    let comparison = DuplicateComparison(Self.enterprise("甲", code: code), Self.enterprise("乙", code: moved))
    #expect(comparison.reasons == [.organisation])
    #expect(comparison.weight >= DuplicateComparison.least)
    #expect(
      !DuplicateKeys.keys(of: Self.enterprise("甲", code: code))
        .isDisjoint(with: DuplicateKeys.keys(of: Self.enterprise("乙", code: moved))))
  }

  @Test func ownWebsitesCountAndSharedOnesDoNot() {
    #expect(WebsiteHost.own("https://www.Example.com/about") == "example.com")
    #expect(WebsiteHost.own("http://shop123.1688.com") == "")
    #expect(WebsiteHost.own("https://weixin.qq.com/abc") == "")
    #expect(WebsiteHost.own("") == "")
    let comparison = DuplicateComparison(
      Self.enterprise("甲", website: "https://www.example.com"), Self.enterprise("乙", website: "http://example.com/x"))
    #expect(comparison.reasons == [.website("example.com")])
  }

  @Test func anAddressAloneIsNotEnough() {
    let comparison = DuplicateComparison(
      Self.enterprise("甲", region: "440112", address: "广东省广州市黄埔区创新路12号"),
      Self.enterprise("乙", region: "440112", address: "创新路１２号"))
    #expect(comparison.reasons == [.address])
    #expect(comparison.weight < DuplicateComparison.least)
  }

  /// Whoever is alike enough to be shown meets in a bucket.
  @Test func similarNamesMeetInABucket() {
    var met = 0
    let words = ["精密机械制造", "汽车零部件科技", "新能源汽车服务", "物流供应链管理", "电气自动化工程"]
    for number in 0..<200 {
      let name = "启泓\(number)\(words[number % words.count])"
      let (one, other) = (Self.enterprise("\(name)有限公司"), Self.enterprise("\(name)实业有限公司"))
      #expect(DuplicateComparison(one, other).weight >= DuplicateComparison.least)
      if !DuplicateKeys.keys(of: one).isDisjoint(with: DuplicateKeys.keys(of: other)) { met += 1 }
    }
    #expect(met >= 180, "\(met) of 200")
  }

  @Test func keysAreTheSameEverywhere() {
    // They are stored: another build of the program must find the same buckets.
    #expect(
      DuplicateKeys.keys(of: Self.enterprise("岭澜食品有限公司", website: "https://example.com"))
        == DuplicateKeys.keys(of: Self.enterprise("岭澜 食品（有限公司", website: "http://www.example.com/")))
  }
}
