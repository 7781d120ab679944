import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// What the enterprise changed since somebody of the school last looked.
struct UnseenChanges {
  let member: Member
  let partner: Partner
  let changes: [EnterpriseChange]
  let unseen: Int

  /// So many are shown on the partner's first page; all stand on the tab.
  private static let shownAtOnce = 3

  /// The card of the partner's first page; nothing while everything was seen.
  static func card(_ member: Member, _ partner: Partner, _ sight: EnterpriseChangeStore.Sight) async throws -> HTML {
    guard sight.unseen > 0 else { return .empty }
    let limit = min(sight.unseen, shownAtOnce)
    let changes = try await member.services.database.read { connection in
      try EnterpriseChangeStore.changes(for: partner.partnership, limit: limit, on: connection)
    }
    return UnseenChanges(member: member, partner: partner, changes: changes, unseen: sight.unseen).html
  }

  var html: HTML {
    let (t, id) = (member.t, partner.partnership.id)
    let words = ChangeWords(t: t)
    let more: HTML =
      unseen > changes.count
      ? "<p><a href=\"\(SpaceLinks.tab(id))\">\(t("partners.space.changes.more", ["count": "\(unseen - changes.count)"]))</a></p>"
      : .empty
    // All of them must have been shown to be marked as seen from here.
    let button: HTML = unseen > changes.count ? .empty : Self.button(member, partner, changes.first?.id)
    return Card(
      t("partners.space.changes.unseen", ["count": "\(unseen)"]), actions: button, id: "enterprise-changes",
      "\(Timeline(changes.map(words.entry), now: member.now, t))\(more)"
    ).html
  }

  /// Marks what is shown as seen; for those who may.
  static func button(_ member: Member, _ partner: Partner, _ newest: ID<EnterpriseChange>?) -> HTML {
    guard let newest, member.actor.may(.partnersManage) else { return .empty }
    return PostButton(
      member.t("partners.space.changes.see"), to: SpaceLinks.see(partner.partnership.id),
      csrf: member.exchange.csrfToken, icon: .check, fields: [("until", newest.description)], isSmall: true
    ).html
  }
}

/// Contacts that the enterprise keeps and shares, beside the school's own.
struct SharedContacts {
  let member: Member
  let contacts: [EnterpriseContact]
  let isRevealed: Bool

  var html: HTML {
    guard !contacts.isEmpty else { return .empty }
    let t = member.t
    let table = DataTable(
      caption: t("partners.space.contact.shared"),
      columns: [
        DataTable.Column("name", t("partners.contact.name"), phone: .title),
        DataTable.Column("position", t("partners.contact.position")),
        DataTable.Column("phone", t("partners.contact.phone")), DataTable.Column("mail", t("partners.contact.mail")),
        DataTable.Column("note", t("partners.space.contact.note")),
      ],
      rows: contacts.map { contact in
        DataTable.Row(
          id: "\(contact.id)", name: shown("name", contact),
          [
            DataTable.Cell(
              "\(shown("name", contact)) \(Badge(.info, t("partners.space.contact.fromEnterprise")))"),
            .text(contact.position), .text(shown("phone", contact)), .text(shown("mail", contact)),
            .text(contact.note),
          ])
      }, empty: EmptyState(title: ""), id: "shared-contacts", t)
    return Card(t("partners.space.contact.shared"), isFlush: true, table).html
  }

  private func shown(_ name: String, _ contact: EnterpriseContact) -> String {
    EnterpriseContactFields.shown(name, contact, isRevealed: isRevealed)
  }
}

extension EnterpriseContactFields {
  /// A value as it may be shown.
  static func shown(_ name: String, _ contact: EnterpriseContact, isRevealed: Bool) -> String {
    guard let field = description.field(name) else { return "" }
    let text = field.value(of: contact).plainText
    return isRevealed ? text : field.privacy.masked(text)
  }
}
