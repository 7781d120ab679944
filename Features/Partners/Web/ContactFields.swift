import Localization
package import Records
import Security
import Values

/// The fields of a contact person; name, phone and mail are personal data.
package enum ContactFields {
  package static let description = RecordDescription<PartnerContact>([
    Field(
      "name", \.name, .line(max: 60), label: "partners.contact.name", isRequired: true,
      privacy: .personal(mask: { Masking.name($0) }), headings: ["联系人", "联系人姓名", "对接人", "Contact"],
      autocomplete: "off"),
    Field(
      "position", \.position, .line(max: 60), label: "partners.contact.position",
      headings: ["职务", "联系人职务", "部门职务", "Position"]),
    Field(
      "phone", \.phone, .phone, label: "partners.contact.phone", privacy: .personal(mask: { Masking.phone($0) }),
      headings: ["电话", "联系电话", "手机", "手机号", "联系方式", "Phone"], autocomplete: "off"),
    Field(
      "mail", \.mail, .mail, label: "partners.contact.mail", privacy: .personal(mask: { Masking.mail($0) }),
      headings: ["邮箱", "电子邮箱", "E-mail", "Mail", "Email"], autocomplete: "off"),
    Field("isMain", \.isMain, .flag, label: "partners.contact.isMain", headings: ["主要联系人"]),
    Field("note", \.note, .line(max: 200), label: "partners.contact.note", headings: ["联系人备注"]),
  ])
}
