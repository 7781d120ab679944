import Localization
import Values
import Views

/// How it is said what both sides say to an entry, or to many.
struct StandingWords {
  let t: Localizer

  func text(_ entry: LedgerEntry) -> String {
    guard entry.standing == .noted else { return t(entry.standing.label) }
    return t(entry.notedSide == .school ? "projects.standing.bySchool" : "projects.standing.byEnterprise")
  }

  func badge(_ entry: LedgerEntry) -> Badge {
    switch entry.standing {
    case .confirmed: Badge(.ok, text(entry), title: who(entry))
    case .disputed: Badge(.bad, text(entry), title: entry.answer)
    case .noted: Badge(.neutral, text(entry))
    }
  }

  /// `王志强 2026-03-01`, who answered.
  func who(_ entry: LedgerEntry) -> String {
    [entry.answeredBy, entry.answeredAt?.day.description ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The whole of a balance: `双方已确认 30.0 万元（75%）`.
  func confirmed(_ sheet: BalanceSheet) -> String {
    let share = sheet.value == 0 ? 0 : Double(sheet.confirmed) / Double(sheet.value)
    return t(
      "projects.standing.share",
      ["value": t.money(fen: sheet.confirmed), "share": t.number(share * 100, fractionDigits: 0)])
  }

  /// What is confirmed of one figure; `nil` where nothing is to be confirmed.
  func confirmed(_ part: Int64, of whole: Int64) -> String? {
    guard whole > 0 else { return nil }
    if part == whole { return t("projects.standing.all") }
    if part == 0 { return t("projects.standing.none") }
    return t("projects.standing.part", ["value": t.roundMoney(fen: part)])
  }
}
