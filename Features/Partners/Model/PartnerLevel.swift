package import Localization
import Records

/// A step of closeness that a school distinguishes: prospect → contacted →
/// agreed → signed → base → key partner, configurable per school.
package struct PartnerLevel: Sendable, Hashable {
  package var code: String
  package var name: LevelName
  package var position: Int
  /// Whether partners of this level count in 合作企业数 and coverage.
  package var isCounted: Bool
  /// Months between two contacts with partners of this level; `nil` for the usual ones.
  package var contactMonths: Int?

  package init(
    code: String, name: LevelName = LevelName(), position: Int, isCounted: Bool, contactMonths: Int? = nil
  ) {
    self.code = code
    self.name = name
    self.position = position
    self.isCounted = isCounted
    self.contactMonths = contactMonths
  }

  /// What a new school begins with (inventory 39).
  package static let usual: [PartnerLevel] = [
    PartnerLevel(code: "prospect", position: 1, isCounted: false),
    PartnerLevel(code: "contacted", position: 2, isCounted: false),
    PartnerLevel(code: "agreed", position: 3, isCounted: true),
    PartnerLevel(code: "signed", position: 4, isCounted: true),
    PartnerLevel(code: "base", position: 5, isCounted: true),
    PartnerLevel(code: "key", position: 6, isCounted: true),
  ]

  /// The usual name of a code; empty for levels that a school has added.
  package static func usualName(of code: String, _ t: Localizer) -> String {
    usual.contains { $0.code == code } ? t("partners.level.\(code)") : ""
  }

  /// The code of a level that is added: it stands in addresses and in the log,
  /// so it can be read, and it never changes.
  package static func newCode(for name: LevelName, besides taken: Set<String>) -> String {
    let words = name.english.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let slug = words.joined(separator: "-")
    let stem = String((slug.isEmpty ? name.chinese : slug).unicodeScalars.prefix(26).map(Character.init))
    guard taken.contains(stem) else { return stem }
    return (2...).lazy.map { "\(stem)-\($0)" }.first { !taken.contains($0) } ?? stem
  }
}

/// The school's own name of a level in both languages; an empty one shows the
/// usual name of the code, or that of the other language.
package struct LevelName: Sendable, Hashable {
  package var chinese: String
  package var english: String

  package init(chinese: String = "", english: String = "") {
    self.chinese = chinese
    self.english = english
  }

  /// What a form offers.
  func label(of code: String) -> Choice.Label {
    let isUsual = PartnerLevel.usual.contains { $0.code == code }
    if chinese.isEmpty, english.isEmpty, isUsual { return .key("partners.level.\(code)") }
    let usual = isUsual ? "partners.level.\(code)" : nil
    return .names(chinese: chinese, english: english, otherwise: usual)
  }

  /// The words for a reader.
  package func text(of code: String, _ t: Localizer) -> String {
    let own = t.language == .english ? english : chinese
    if !own.isEmpty { return own }
    let usual = PartnerLevel.usualName(of: code, t)
    if !usual.isEmpty { return usual }
    let other = chinese.isEmpty ? english : chinese
    return other.isEmpty ? code : other
  }
}
