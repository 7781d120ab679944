import Localization
import Organizations
import Records
import Security
import Standards
import Values
import Views

/// How tours are said.
struct TourWords {
  let t: Localizer

  func state(_ tour: Tour) -> Badge {
    let words = t("partners.tour.state.\(tour.state.rawValue)")
    return switch tour.state {
    case .planned: Badge(.info, words)
    case .underway: Badge(.brand, words)
    case .finished: Badge(.ok, words)
    case .cancelled: Badge(.neutral, words)
    }
  }

  /// `2026-11-26 – 2026-11-30`, one day alone.
  static func period(_ first: CivilDate, _ last: CivilDate) -> String {
    first == last ? first.description : "\(first) – \(last)"
  }

  /// `山东省 潍坊市`
  static func region(_ code: String) -> String { Regions.national.fullName(code) ?? code }

  /// `潍坊市`
  static func city(_ key: String) -> String { TourCity.name(of: key) }

  /// `潍坊市、烟台市`
  func cities(_ keys: [String]) -> String { t.list(keys.map(Self.city)) }

  /// `潍坊市奎文区人社局（王**，138****5678）09:30`; whom they named masked unless somebody asked.
  func authority(_ stop: TourStop, unmasked: Bool) -> String {
    guard !stop.authority.isEmpty else { return "" }
    let person = unmasked ? stop.authorityPerson : Masking.name(stop.authorityPerson)
    let phone = unmasked || stop.authorityPhone.isEmpty ? stop.authorityPhone : Masking.phone(stop.authorityPhone)
    let contact = t.list([person, phone].filter { !$0.isEmpty })
    let named = contact.isEmpty ? stop.authority : t("partners.tour.named", ["name": stop.authority, "more": contact])
    return stop.meetsAt.isEmpty ? named : "\(stop.meetsAt) \(named)"
  }

  func rowState(_ row: TourRow, today: CivilDate) -> Badge {
    let words = rowWords(row, today: today)
    if row.line == nil { return Badge(.brand, words) }
    if row.isSeen { return Badge(.ok, words) }
    if row.isCancelled { return Badge(.neutral, words) }
    return Badge(row.isPast(today) ? .warning : .info, words)
  }

  func rowWords(_ row: TourRow, today: CivilDate) -> String {
    if row.line == nil { return t("partners.tour.row.added") }
    if row.isSeen { return t("partners.tour.row.seen") }
    if row.isCancelled { return t("partners.tour.row.cancelled") }
    return t(row.isPast(today) ? "partners.tour.row.unseen" : "partners.tour.row.ahead")
  }

  /// What came of the visits, in a line.
  func result(_ row: TourRow) -> String {
    row.visits.map { visit in
      let words = visit.visit.result.isEmpty ? visit.visit.content : visit.visit.result
      return words.split(whereSeparator: \.isNewline).joined(separator: " ")
    }.joined(separator: "；")
  }

  /// An average in whole yuan: more digits would say more than anybody knows.
  func pay(_ figures: TourFigures) -> String {
    figures.averagePay.map { t("kit.number.money", ["amount": t.number(($0 + 50) / 100)]) } ?? "–"
  }

  func outcomes(_ figures: TourFigures) -> String {
    t.list(
      Visit.Outcome.allCases.compactMap { outcome in
        figures.outcomes[outcome].map { "\(t("partners.visit.outcome.\(outcome.rawValue)")) \($0)" }
      })
  }
}

extension TourRow {
  /// Whether the planned day has gone by.
  func isPast(_ today: CivilDate) -> Bool { day.map { $0 < today } ?? false }
}
