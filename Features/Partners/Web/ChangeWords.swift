import Localization
import Records
import Values
import Views

/// How a change that an enterprise made is said: one line, and below it what
/// was before and what is now.
struct ChangeWords {
  let t: Localizer

  func entry(_ change: EnterpriseChange) -> Timeline.Entry {
    let rows = change.changes.map { field in
      DifferenceTable.Change(
        label(field.name, change.kind), before: words(field.before, field.name, change.kind),
        after: words(field.after, field.name, change.kind))
    }
    return Timeline.Entry(
      at: change.at, who: change.accountName.isEmpty ? nil : change.accountName, HTML.text(line(change)),
      detail: rows.isEmpty ? .empty : DifferenceTable(rows, t).html, icon: icon(change.kind),
      tone: change.kind == .withdrawn || change.note == "-" ? .warning : .info)
  }

  private func line(_ change: EnterpriseChange) -> String {
    // A lone dash says that the thing is gone.
    if change.note == "-", change.kind == .page || change.kind == .logo {
      return t("partners.space.change.\(change.kind.rawValue).gone")
    }
    return t("partners.space.change.\(change.kind.rawValue)", ["name": change.note])
  }

  private func icon(_ kind: EnterpriseChange.Kind) -> Icon {
    switch kind {
    case .profile, .identity, .statement: .edit
    case .logo: .image
    case .page: .report
    case .contact: .users
    case .document: .file
    case .shared: .eye
    case .withdrawn: .lock
    }
  }

  func label(_ name: String, _ kind: EnterpriseChange.Kind) -> String {
    switch kind {
    case .profile, .identity, .logo: return EnterpriseFields.description.field(name).map { t($0.label) } ?? name
    case .statement: return StatementFields.description.field(name).map { t($0.label) } ?? name
    case .contact: return EnterpriseContactFields.description.field(name).map { t($0.label) } ?? name
    case .page:
      return PublicitySection.Kind(rawValue: name).map { t("partners.space.section.\($0.rawValue)") }
        ?? t("partners.space.change.order")
    case .document, .shared, .withdrawn: return t("partners.space.part.\(name)")
    }
  }

  func words(_ value: String, _ name: String, _ kind: EnterpriseChange.Kind) -> String {
    guard !value.isEmpty else { return "" }
    switch kind {
    case .profile, .identity: return shown(value, EnterpriseFields.description.field(name))
    case .statement: return shown(value, StatementFields.description.field(name))
    case .page where PublicitySection.Kind(rawValue: name) == nil:
      return value.split(separator: ", ").map { t("partners.space.section.\($0)") }.joined(separator: "、")
    default: return value
    }
  }

  /// Values of fixed lists by their label, amounts in yuan.
  private func shown<Record>(_ value: String, _ field: Field<Record>?) -> String {
    guard let field else { return value }
    switch field.kind {
    case .choices: return field.display(.list(value.split(separator: "、").map(String.init)), t)
    case .money: return Int64(value).map { field.display(.integer($0), t) } ?? value
    default: return field.display(.text(value), t)
    }
  }
}
