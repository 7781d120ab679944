package import Localization
package import Records
package import Standards
import Values

/// The fields of an enterprise: what its form, its JSON, its sheets and its
/// history have in common.
package enum EnterpriseFields {
  package static let description = RecordDescription<Enterprise>(
    [
      Field(
        "name", \.name, .line(max: 120), label: "partners.field.name", isRequired: true,
        headings: ["企业", "企业名称", "单位名称", "公司名称", "合作企业", "单位", "Company", "Enterprise", "Name"],
        autocomplete: "organization"),
      Field(
        "creditCode", \.creditCode, .code(max: 18), label: "partners.field.creditCode",
        headings: [
          "统一社会信用代码", "信用代码", "社会信用代码", "企业代码", "组织机构代码", "税号", "USCC", "Credit code",
        ], check: Self.shape),
      Field(
        "creditCodeReason", \.creditCodeReason, .line(max: 200), label: "partners.field.creditCodeReason",
        headings: ["信用代码说明"]),
      Field(
        "shortName", \.shortName, .line(max: 40), label: "partners.field.shortName", headings: ["简称", "企业简称"]),
      Field(
        "legalForm", \.legalForm, terms(LegalForm.self), label: "partners.field.legalForm",
        headings: ["机构类型", "企业类型", "组织形式"]),
      Field(
        "nature", \.nature, terms(EnterpriseNature.self), label: "partners.field.nature",
        headings: ["单位性质", "企业性质", "性质"]),
      Field(
        "industry", \.industry, .lookup(industries), label: "partners.field.industry",
        headings: ["行业", "所属行业", "行业类别", "行业代码", "行业门类", "Industry"]),
      Field(
        "region", \.region, .lookup(regions), label: "partners.field.region",
        headings: ["地区", "所在地", "所在地区", "所在城市", "省市", "区域", "行政区划", "Region", "City"]),
      Field(
        "address", \.address, .line(max: 200), label: "partners.field.address",
        headings: ["地址", "详细地址", "单位地址", "企业地址", "Address"], autocomplete: "street-address"),
      Field(
        "park", \.park, .line(max: 80), label: "partners.field.park", headings: ["园区", "产业园", "开发区", "工业园"]),
      Field(
        "size", \.size, .choice(of: Enterprise.Size.self, prefix: "standards.size"), label: "partners.field.size",
        headings: ["规模", "企业规模", "Size"]),
      Field(
        "staffCount", \.staffCount, .integer(0...10_000_000), label: "partners.field.staffCount",
        unit: "partners.unit.people", headings: ["职工人数", "员工人数", "从业人数", "人数", "Staff"]),
      Field(
        "foundedOn", \.foundedOn, .date, label: "partners.field.foundedOn", headings: ["成立日期", "成立时间", "Founded"]),
      Field(
        "products", \.products, .text(max: 1000), label: "partners.field.products",
        headings: ["主要产品", "产品", "主营业务", "经营范围", "产品与服务", "Products"]),
      Field(
        "tags", \.tags, tags, label: "partners.field.tags", headings: ["标签", "企业标签", "荣誉资质", "Tags"]),
      Field(
        "website", \.website, .url, label: "partners.field.website", headings: ["网址", "官网", "企业网站", "Website"],
        autocomplete: "url"),
      Field(
        "description", \.description, .text(max: 4000), label: "partners.field.description",
        headings: ["简介", "企业简介", "单位简介", "Description"]),
      Field(
        "status", \.status, .choice(of: Enterprise.Status.self, prefix: "partners.status"),
        label: "partners.field.status", isRequired: true, headings: ["经营状态", "登记状态", "企业状态", "Status"]),
    ],
    rules: [RecordRule(over: ["creditCode", "creditCodeReason"], Self.checkDigit)])

  /// What is wrong with a code's shape is said at once; a check digit that
  /// fails is a rule, because a reason lifts it.
  @Sendable private static func shape(_ value: FieldValue) -> Message? {
    guard case .wrongFormat(_, let problem) = SocialCreditCode.read(value.plainText) else { return nil }
    return Message(problem.remark)
  }

  /// A failing code can be kept with a written reason: real ones exist.
  @Sendable private static func checkDigit(_ enterprise: Enterprise) -> FieldProblem? {
    guard !enterprise.creditCode.isEmpty, enterprise.creditCodeReason.isEmpty,
      case .wrongCheckDigit(let code, let expected) = SocialCreditCode.read(enterprise.creditCode)
    else { return nil }
    return FieldProblem(
      "creditCode", "partners.problem.checkDigit", ["actual": "\(code.checkDigit)", "expected": "\(expected)"])
  }

  private static func terms<Term: StandardTerm>(_: Term.Type) -> FieldKind {
    .choice(Term.allCases.map { Choice($0.rawValue, .key($0.key)) })
  }

  /// The tags an installation begins with; a school's own are any other text in the list.
  static let tags = FieldKind.choices(
    EnterpriseTag.allCases.map { Choice($0.rawValue, .key($0.key)) }, max: 12)
}

// MARK: Catalogues

extension EnterpriseFields {
  /// GB/T 4754-2017 as `C` or `C34`: the letter first, so that a section is
  /// where its divisions begin.
  static let industries = Lookup(
    find: { typed in
      Industries.national.find(typed).map { $0.isSection ? $0.code : $0.section + $0.code }
    },
    title: { code, language in
      guard let industry = Industries.national.industry(code.count > 1 ? String(code.dropFirst()) : code) else {
        return nil
      }
      let name = language == .english ? industry.name.english ?? industry.name.chinese : industry.name.chinese
      return "\(code) \(name)"
    },
    options: { language in
      (Industries.national.sections + Industries.national.divisions).map { industry in
        let code = industry.isSection ? industry.code : industry.section + industry.code
        let name = language == .english ? industry.name.english ?? industry.name.chinese : industry.name.chinese
        return ("\(code) \(name)", nil)
      }
    })

  /// GB/T 2260; offered down to prefectures, counties are understood when typed.
  static let regions = Lookup(
    find: { typed in
      if case .found(let region, _) = RegionMatcher.national.match(typed) { return region.code }
      return nil
    },
    title: { code, _ in Regions.national.fullName(code) },
    options: { _ in
      Regions.national.all.lazy
        .filter { $0.isCurrent && !$0.isGrouping && $0.level <= .prefecture }
        .map { (Regions.national.fullName($0.code) ?? $0.name, $0.code) }
    })
}

extension Message {
  /// What the library of standards says, as a text of the catalogue.
  package init(_ remark: Remark) {
    self.init(remark.key, remark.arguments)
  }
}
