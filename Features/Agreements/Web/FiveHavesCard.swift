import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// The five that a cooperation should have, on the partner's page.
struct FiveHavesCard {
  let member: Member
  let partnership: ID<Partnership>
  let haves: FiveHaves

  private static let longest = 300

  var html: HTML {
    let t = member.t
    let lines = FiveHaves.Item.allCases.map { item -> HTML in
      let has = haves.has(item)
      return """
        <tr><td>\(Badge(has ? .ok : .warning, t(has ? "agreements.haves.yes" : "agreements.haves.no")))</td>\
        <th scope="row">\(t(item.label))</th><td>\(why(item))</td></tr>
        """
    }
    return Card(
      t("agreements.haves.title", ["year": "\(haves.year)", "count": "\(haves.count)"]),
      "<div class=\"scroll\"><table class=\"plain\"><tbody>\(lines)</tbody></table></div>\(form)"
    ).html
  }

  private func why(_ item: FiveHaves.Item) -> String {
    let t = member.t
    if let note = haves.notes.first(where: { $0.item == item }) {
      return "\(note.words) · \(note.person) \(note.at.day)"
    }
    switch item {
    case .agreement: return t("agreements.haves.active", ["count": "\(haves.active)"])
    case .funding where haves.amount > 0: return t.money(fen: haves.amount)
    default: return ""
    }
  }

  private var form: HTML {
    let t = member.t
    guard member.actor.may(.agreementsWrite) else { return .empty }
    let items = FiveHaves.Item.allCases.filter { $0 != .agreement }.map { FormField.Choice($0.rawValue, t($0.label)) }
    let view = FormView(
      action: Link("\(AgreementLinks.of(partnership).text)/haves"), csrf: member.exchange.csrfToken, t,
      """
      \(FormField.select("item", label: t("agreements.haves.item"), choices: items, value: nil, required: true))\
      \(FormField.text("note", label: t("agreements.haves.note"), hint: t("agreements.haves.note.hint"), required: true, maxLength: Self.longest))\
      \(ButtonBar("\(Button(t("agreements.haves.save"), isSmall: true))"))
      """)
    return """
      <details class="screen-only"><summary class="disclosure">\(Icon.chevronRight)\(t("agreements.haves.add"))</summary>\
      \(view)</details>
      """
  }

  static func note(_ member: Member) async throws -> Reply {
    let id = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    let (services, actor, form) = (member.services, member.actor, member.exchange.form)
    let words = FieldText.trimmed(form["note"] ?? "")
    let item = form["item"].flatMap { FiveHaves.Item(rawValue: $0) }
    let link = AgreementLinks.of(id)
    let isRight = item != nil && item != .agreement && (1...longest).contains(words.count)
    try await services.database.write { connection in
      guard let partner = try PartnershipStore.partner(id, in: actor.scope, on: connection) else {
        throw WebError.notFound
      }
      guard isRight, let item else { return }
      try FiveHaves.insert(
        item, words: words, year: services.now.day.year, of: partner.partnership, id: services.ids.next(),
        by: actor.accountID, at: services.now, on: connection)
      try services.audit.record(
        AuditEntry(
          action: "agreements.haves.noted", subject: .partner(partner.partnership, partner.enterprise),
          accountID: actor.accountID.rawValue, schoolID: partner.partnership.schoolID.rawValue,
          note: "\(item.rawValue): \(words)", at: services.now), on: connection)
    }
    return .redirect(
      to: link, flash: isRight ? .ok("agreements.haves.saved") : .bad("agreements.haves.problem", ["max": "\(longest)"])
    )
  }
}
