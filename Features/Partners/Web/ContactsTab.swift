import Localization
import Organizations
import Records
import Values
import Views
import Web

/// The people a school talks to at an enterprise: masked until somebody with
/// the permission asks, which is logged.
struct ContactsTab {
  let member: Member
  let partner: Partner
  let contacts: [PartnerContact]
  let isRevealed: Bool

  var html: HTML {
    let t = member.t
    let link = PartnerLinks.contacts(partner.partnership.id)
    let mayManage = member.actor.may(.partnersManage)
    let add: HTML =
      mayManage
      ? LinkButton(t("partners.contact.add"), to: Link("\(link.text)/new"), style: .primary, icon: .plus, isSmall: true)
        .html
      : .empty
    guard !contacts.isEmpty else {
      return EmptyState(
        icon: .users, title: t("partners.contact.empty"), text: t("partners.contact.empty.text"), actions: add
      ).html
    }
    let reveal: HTML =
      member.actor.may(.personalReveal) && !isRevealed
      ? PostButton(
        t("partners.contact.reveal"), to: Link("\(link.text)/reveal"), csrf: member.exchange.csrfToken, icon: .eye,
        isSmall: true
      ).html : .empty
    let note: HTML = isRevealed ? Alert(.info, "<p>\(t("partners.contact.revealed"))</p>").html : .empty
    let table = DataTable(
      caption: t("partners.tab.contacts"),
      columns: [
        DataTable.Column("name", t("partners.contact.name"), phone: .title),
        DataTable.Column("position", t("partners.contact.position")),
        DataTable.Column("phone", t("partners.contact.phone")), DataTable.Column("mail", t("partners.contact.mail")),
        DataTable.Column("note", t("partners.contact.note")),
      ],
      rows: contacts.map { contact in
        let main: HTML = contact.isMain ? " \(Badge(.brand, t("partners.contact.isMain")))" : .empty
        return DataTable.Row(
          id: "\(contact.id)", name: shown("name", contact),
          link: mayManage ? Link("\(link.text)/\(contact.id)/edit") : nil,
          [
            DataTable.Cell("\(shown("name", contact))\(main)"), .text(contact.position), .text(shown("phone", contact)),
            .text(shown("mail", contact)), .text(contact.note),
          ])
      }, tools: reveal + add, empty: EmptyState(title: ""), id: "contacts", t)
    return note + table.html
  }

  private func shown(_ name: String, _ contact: PartnerContact) -> String {
    guard let field = ContactFields.description.field(name) else { return "" }
    let text = field.value(of: contact).plainText
    return isRevealed ? text : field.privacy.masked(text)
  }
}
