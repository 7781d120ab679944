import Foundation
import Testing

@testable import Standards

@Suite("Vocabularies and their texts")
struct VocabularyTests {
  private func texts(_ language: String) throws -> [String: String] {
    let source = try #require(StandardsTexts.sources.first { $0.language == language })
    return try JSONDecoder().decode([String: String].self, from: Data(source.json.utf8))
  }

  private static func keys<Term: StandardTerm>(_: Term.Type) -> [String] { Term.allCases.map(\.key) }

  static let termKeys: [String] =
    keys(LegalForm.self) + keys(EnterpriseNature.self) + keys(EnterpriseSize.self) + keys(OperatingStatus.self)
    + keys(EnterpriseTag.self) + keys(CooperationMotive.self) + keys(EducationLevel.self) + keys(CitizenID.Sex.self)
    + keys(PhoneNumber.Kind.self) + keys(RegistrationDepartment.self) + RegistrationCategory.all.map(\.key)

  /// Every remark a reader makes, gathered by making the mistakes.
  static var remarks: [Remark] {
    func remark<Value>(_ result: Result<Value, Remark>) -> Remark? {
      if case .failure(let remark) = result { remark } else { nil }
    }
    let codes = ["", "1", "440106000012345", "M000100Y4", "O1350100M000100Y43", "91350100M000100Y44"]
    let ids = ["", "1", "X1010519491231002X", "11010519490229002X", "110105194912310021"]
    let phones = ["", "电话", "82221234", "1381234567", "020-123"]
    let mails = ["", "a.b", ".a@b.cn", "a@b"]
    let webs = ["", "ftp://a.cn", "http://a"]
    let warnings: [SocialCreditCode.Warning] = [
      .organisationCheck(expected: "1"), .unknownRegistration, .unknownRegion("990000"),
    ]
    return codes.compactMap { SocialCreditCode.read($0).remark } + warnings.map(\.remark)
      + ids.compactMap { CitizenID.read($0).remark } + phones.compactMap { remark(PhoneNumber.read($0)) }
      + mails.compactMap { remark(EmailAddress.read($0)) } + webs.compactMap { remark(WebAddress.read($0)) }
      + [remark(PostalCode.read("1"))].compactMap { $0 }
  }

  @Test("every term and remark has a text in both languages, and no text is left over")
  func complete() throws {
    #expect(Set(StandardsTexts.sources.map(\.language)) == ["zh-CN", "en"])
    let used = Set(Self.termKeys + Self.remarks.map(\.key))
    #expect(Self.termKeys.count == Set(Self.termKeys).count)
    for language in ["zh-CN", "en"] {
      let texts = try texts(language)
      #expect(Set(texts.keys) == used, "\(language): \(Set(texts.keys).symmetricDifference(used).sorted())")
      #expect(texts.values.allSatisfy { !$0.isEmpty })
    }
  }

  @Test("the arguments of remarks stand in their texts")
  func arguments() throws {
    for language in ["zh-CN", "en"] {
      let texts = try texts(language)
      for remark in Self.remarks {
        let text = texts[remark.key] ?? ""
        for name in remark.arguments.keys { #expect(text.contains("{\(name)}"), "\(language) \(remark.key)") }
        #expect(text.split(separator: "{").count - (text.hasPrefix("{") ? 0 : 1) == remark.arguments.count)
      }
    }
  }

  @Test("raw values are stable: they stand in databases")
  func rawValues() {
    #expect(EnterpriseSize.allCases.map(\.rawValue) == ["large", "medium", "small", "micro"])
    #expect(EnterpriseSize.allCases.sorted() == [.micro, .small, .medium, .large])
    #expect(EducationLevel.allCases.map(\.rawValue) == ["secondary", "associate", "bachelor"])
    #expect(OperatingStatus.allCases.map(\.rawValue) == ["operating", "suspended", "closed"])
    #expect(
      CooperationMotive.allCases.prefix(5).map(\.rawValue) == ["talent", "training", "technology", "cost", "customers"])
    #expect(EnterpriseNature.stateOwned.key == "standards.nature.state-owned")
    #expect(EnterpriseTag(rawValue: "dealer-4s") == .dealer4S)
    #expect(LegalForm(rawValue: "unknown") == nil)
  }

  @Test(
    "unit nature codes of the statistics",
    arguments: [
      ("10", EnterpriseNature.partyOrGovernment), ("20", .researchInstitute), ("21", .higherEducation),
      ("22", .schoolEducation),
      ("23", .healthCare), ("29", .otherInstitution), ("31", .stateOwned), ("32", .foreignInvested),
      ("39", .otherEnterprise),
      ("40", .armedForces), ("55", .village), ("56", .urbanCommunity),
    ])
  func natures(_ code: String, _ nature: EnterpriseNature) {
    #expect(EnterpriseNature(statisticsCode: code) == nature)
    #expect(nature.statisticsCode == code)
  }

  @Test("private and collective enterprises are counted under 39")
  func others() {
    #expect(EnterpriseNature.privatelyOwned.statisticsCode == "39")
    #expect(EnterpriseNature.collective.statisticsCode == "39")
    #expect(EnterpriseNature(statisticsCode: "99") == nil)
    #expect(EnterpriseNature.allCases.filter(\.isEnterprise).count == 5)
  }
}
