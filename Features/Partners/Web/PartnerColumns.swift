import Localization
import Records
import Values
import Views

/// The columns of the list, which are also those of its export: exactly what
/// is shown is what is written.
struct PartnerColumn: Sendable {
  let key: String
  /// The key of its heading.
  let label: String
  /// Shown until the reader chooses otherwise.
  let isUsual: Bool
  let sort: PartnerQuery.Order?
  let text: @Sendable (PartnerSummary, Localizer) -> String
  let cell: @Sendable (PartnerSummary, Localizer, CivilDate) -> DataTable.Cell

  static let all: [PartnerColumn] = [
    PartnerColumn(
      key: "name", label: "partners.field.name", isUsual: true, sort: .name, text: { row, _ in row.enterprise.name },
      cell: { row, t, _ in
        let place = EnterpriseFields.regions.title(row.enterprise.region, t.language) ?? ""
        let second = [row.enterprise.creditCode, place].filter { !$0.isEmpty }.joined(separator: " · ")
        let logo = EnterpriseLogoImage(partnership: row.partnershipID, logo: row.enterprise.logo, place: "in-row")
        let news: HTML =
          row.unseenChanges == 0
          ? .empty
          : " \(Badge(.info, t("partners.space.list.badge", ["count": "\(row.unseenChanges)"])))"
        return DataTable.Cell("\(logo)\(row.enterprise.name)\(news)", second: second.isEmpty ? nil : HTML.text(second))
      }),
    plain("creditCode", "partners.field.creditCode", isUsual: false) { row, _ in row.enterprise.creditCode },
    PartnerColumn(
      key: "level", label: "partners.field.level", isUsual: true, sort: nil,
      text: { row, t in LevelText.name(row.level, row.levelName, t) },
      cell: { row, t, _ in DataTable.Cell("\(LevelText.badge(row.level, row.levelName, t))") }),
    PartnerColumn(
      key: "majors", label: "partners.field.majors", isUsual: true, sort: nil,
      text: { row, _ in row.majors.joined(separator: "、") },
      cell: { row, _, _ in
        let more = row.majors.count - 2
        return .text(row.majors.prefix(2).joined(separator: "、"), second: more > 0 ? "+\(more)" : nil)
      }),
    PartnerColumn(
      key: "review", label: "partners.field.review", isUsual: true, sort: nil,
      text: { row, t in ReviewText.words(row.reviewState, row.reviewValidUntil, t) },
      cell: { row, t, today in
        DataTable.Cell("\(ReviewText.badge(row.reviewState, row.reviewValidUntil, today: today, t))")
      }),
    plain("department", "partners.field.department") { row, _ in row.departmentName },
    plain("owner", "partners.field.owner") { row, _ in row.ownerName },
    plain("industry", "partners.field.industry", isUsual: false) { row, t in
      EnterpriseFields.industries.title(row.enterprise.industry, t.language) ?? row.enterprise.industry
    },
    plain("region", "partners.field.region", isUsual: false) { row, t in
      EnterpriseFields.regions.title(row.enterprise.region, t.language) ?? row.enterprise.region
    },
    plain("park", "partners.field.park", isUsual: false) { row, _ in row.enterprise.park },
    plain("size", "partners.field.size", isUsual: false) { row, t in
      row.enterprise.size.map { t("standards.size.\($0.rawValue)") } ?? ""
    },
    PartnerColumn(
      key: "staff", label: "partners.field.staffCount", isUsual: false, sort: nil,
      text: { row, _ in row.enterprise.staffCount.map(String.init) ?? "" },
      cell: { row, _, _ in row.enterprise.staffCount.map { .number($0) } ?? .text("") }),
    plain("tags", "partners.field.tags", isUsual: false) { row, t in
      let field = EnterpriseFields.description.field("tags")
      return field?.display(row.enterprise.tags.fieldValue, t) ?? ""
    },
    plain("source", "partners.field.source", isUsual: false) { row, t in
      row.source.isEmpty ? "" : t("partners.source.\(row.source)")
    },
    plain("since", "partners.field.since", isUsual: false) { row, _ in row.since?.description ?? "" },
    PartnerColumn(
      key: "changed", label: "partners.field.changed", isUsual: false, sort: .changed,
      text: { row, _ in row.updatedAt.minuteText }, cell: { row, _, _ in .text(row.updatedAt.day.description) }),
  ]

  func heading(in address: ListAddress, _ t: Localizer) -> DataTable.Column {
    let alignment: DataTable.Alignment = key == "staff" ? .end : .start
    let place: DataTable.PhonePlace = key == "name" ? .title : .line
    return sort == nil
      ? DataTable.Column(key, t(label), alignment: alignment, phone: place)
      : DataTable.Column(key, t(label), alignment: alignment, sortedIn: address, phone: place)
  }

  private static func plain(
    _ key: String, _ label: String, isUsual: Bool = true,
    text: @escaping @Sendable (PartnerSummary, Localizer) -> String
  ) -> PartnerColumn {
    PartnerColumn(
      key: key, label: label, isUsual: isUsual, sort: nil, text: text, cell: { row, t, _ in .text(text(row, t)) })
  }

  /// The columns that an address asks for; the usual ones when it says nothing. The name is always there.
  static func shown(_ form: FormData) -> [PartnerColumn] {
    let asked = Set(form.all("columns"))
    guard !asked.isEmpty else { return all.filter(\.isUsual) }
    return all.filter { $0.key == "name" || asked.contains($0.key) }
  }
}

/// How levels are said and coloured.
enum LevelText {
  static func name(_ code: String, _ own: LevelName, _ t: Localizer) -> String { own.text(of: code, t) }

  static func badge(_ code: String, _ own: LevelName, _ t: Localizer) -> Badge {
    let tone: Tone =
      switch code {
      case "signed": .info
      case "base", "key": .ok
      case "agreed": .brand
      default: .neutral
      }
    return Badge(tone, name(code, own, t))
  }
}

/// How the state of the qualification review is said: what it means today.
enum ReviewText {
  static func words(_ state: Partnership.ReviewState, _ until: CivilDate?, _ t: Localizer) -> String {
    guard state == .valid, let until else { return t("partners.review.state.\(state.rawValue)") }
    return t("partners.review.validUntil", ["date": until.description])
  }

  static func badge(
    _ state: Partnership.ReviewState, _ until: CivilDate?, today: CivilDate, _ t: Localizer
  ) -> Badge {
    switch state {
    case .none: return Badge(.neutral, t("partners.review.state.none"))
    case .draft: return Badge(.neutral, t("partners.review.state.draft"))
    case .open: return Badge(.info, t("partners.review.state.open"))
    case .returned: return Badge(.warning, t("partners.review.state.returned"))
    case .refused: return Badge(.bad, t("partners.review.state.refused"))
    case .expired:
      let words = until.map { t("partners.review.expired", ["date": $0.description]) }
      return Badge(.bad, words ?? t("partners.review.state.expired"))
    case .valid:
      guard let until else { return Badge(.ok, t("partners.review.state.valid")) }
      let left = until.days(since: today)
      if left < 0 { return Badge(.bad, t("partners.review.expired", ["date": until.description])) }
      if left <= 60 {
        return Badge(.warning, t("partners.review.expires", ["days": "\(left)"]), title: until.description)
      }
      return Badge(
        .ok, t("partners.review.validUntil", ["date": String(until.description.prefix(7))]), title: until.description)
    }
  }
}
