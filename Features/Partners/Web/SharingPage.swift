import Database
import Localization
import Organizations
import Platform
import Records
import Security
import Values
import Views
import Web

/// `/enterprise/sharing`: for each school, what it sees beyond the public
/// part. Every switch is a button of its own, so that it works without scripts
/// and two people do not undo each other.
struct SharingPage {
  let space: Space
  private let schools: [SpaceStore.WorkingSchool]
  private let contacts: [EnterpriseContact]
  private let shares: [ID<School>: SharedWith]

  static func load(_ space: Space) async throws -> SharingPage {
    let (id, sealer) = (space.enterprise.id, space.services.sealer)
    let (schools, contacts, shares) = try await space.read { connection in
      (
        try SpaceStore.schools(with: id, on: connection),
        try EnterpriseContactBook(sealer).contacts(of: id, on: connection),
        try ShareStore.shares(of: id, on: connection)
      )
    }
    return SharingPage(space: space, schools: schools, contacts: contacts, shares: shares)
  }

  /// Switches one part for one school.
  static func change(_ member: Member) async throws -> Reply {
    let form = member.exchange.form
    guard let school = form["school"].flatMap({ ID<School>($0) }) else { throw WebError.notFound }
    let what: Sharing.What
    if let part = form["part"].flatMap(SharedPart.init) {
      what = .part(part)
    } else if let contact = form["contact"].flatMap({ ID<EnterpriseContact>($0) }) {
      what = .contact(contact)
    } else {
      throw WebError.notFound
    }
    let isShared = form["on"] == "1"
    try await Sharing(member.services)(isShared, what, with: school, by: member.actor)
    return .redirect(
      to: SpaceLinks.sharing, flash: .ok(isShared ? "partners.space.flash.shared" : "partners.space.flash.withdrawn"))
  }

  func reply() async throws -> Reply {
    let t = space.t
    let intro: HTML = """
      <p class="lead">\(t("partners.space.sharing.text"))</p>\
      <p class="soft">\(t("partners.space.sharing.public"))</p>
      """
    // Few schools stand side by side, so that all of them are seen at once; many below each other.
    let isTurned = !schools.isEmpty && schools.count <= Self.sideBySide
    let table = DataTable(
      caption: t("partners.space.sharing"), columns: isTurned ? schoolColumns : itemColumns,
      rows: isTurned ? items.map(row) : schools.map(row),
      empty: EmptyState(
        icon: .school, title: t("partners.space.schools.empty"), text: t("partners.space.schools.empty.text")),
      id: "sharing", isWide: !isTurned && contacts.count > 2, t)
    let more: HTML =
      contacts.isEmpty
      ? "<p class=\"soft\">\(t("partners.space.sharing.noContacts")) <a href=\"\(SpaceLinks.newContact)\">\(t("partners.space.contact.add"))</a></p>"
      : .empty
    return try await space.page(t("partners.space.sharing"), intro + table.html + more)
  }

  private static let sideBySide = 4

  /// Something that can be switched, as the form names it.
  private struct Item {
    let what: (name: String, value: String)
    let label: String
    let isShared: (SharedWith) -> Bool
  }

  private var items: [Item] {
    SharedPart.allCases.map { part in
      Item(what: ("part", part.rawValue), label: space.t("partners.space.part.\(part.rawValue)")) {
        $0.parts.contains(part)
      }
    }
      + contacts.map { contact in
        Item(
          what: ("contact", contact.id.description),
          label: space.t("partners.space.share.contact", ["name": Masking.name(contact.name)])
        ) { $0.contacts.contains(contact.id) }
      }
  }

  private var itemColumns: [DataTable.Column] {
    [DataTable.Column("school", space.t("partners.space.school"), phone: .title)]
      + items.map { DataTable.Column($0.what.value, $0.label) }
  }

  private var schoolColumns: [DataTable.Column] {
    [DataTable.Column("item", space.t("partners.space.sharing.item"), phone: .title)]
      + schools.map { DataTable.Column($0.id.description, $0.name) }
  }

  private func row(_ item: Item) -> DataTable.Row {
    DataTable.Row(
      id: item.what.value, name: item.label,
      [.text(item.label)] + schools.map { cell(item.isShared(shares[$0.id] ?? SharedWith()), $0, item.what) })
  }

  private func row(_ school: SpaceStore.WorkingSchool) -> DataTable.Row {
    let shared = shares[school.id] ?? SharedWith()
    let ended: HTML = school.isActive ? .empty : " \(Badge(.neutral, space.t("partners.space.schools.ended")))"
    return DataTable.Row(
      id: "\(school.id)", name: school.name,
      [DataTable.Cell("\(school.name)\(ended)")] + items.map { cell($0.isShared(shared), school, $0.what) })
  }

  private func cell(
    _ isShared: Bool, _ school: SpaceStore.WorkingSchool, _ what: (name: String, value: String)
  ) -> DataTable.Cell {
    let t = space.t
    let state: HTML = isShared ? Badge(.ok, t("partners.space.share.isShared")).html : .empty
    // With a school that it works with no more, nothing new is shared.
    guard space.mayManage, isShared || school.isActive else {
      return DataTable.Cell(isShared ? state : HTML.dash)
    }
    let button = PostButton(
      t(isShared ? "partners.space.share.withdraw" : "partners.space.share.share"), to: SpaceLinks.sharing,
      csrf: space.csrf, style: isShared ? .quiet : .secondary,
      fields: [("school", school.id.description), what, ("on", isShared ? "0" : "1")], isSmall: true)
    return DataTable.Cell("\(state)\(button)")
  }
}

/// `/enterprise/schools`: with whom the enterprise works. How a school rates
/// it is the school's own business and stands nowhere here.
struct SpaceSchoolsPage {
  let space: Space
  private let schools: [SpaceStore.WorkingSchool]
  private let shares: [ID<School>: SharedWith]

  static func load(_ space: Space) async throws -> SpaceSchoolsPage {
    let id = space.enterprise.id
    let (schools, shares) = try await space.read { connection in
      (try SpaceStore.schools(with: id, on: connection), try ShareStore.shares(of: id, on: connection))
    }
    return SpaceSchoolsPage(space: space, schools: schools, shares: shares)
  }

  func reply() async throws -> Reply {
    let t = space.t
    let table = DataTable(
      caption: t("partners.space.schools"),
      columns: [
        DataTable.Column("name", t("partners.space.school"), phone: .title),
        DataTable.Column("department", t("partners.field.department")),
        DataTable.Column("majors", t("partners.field.majors")),
        DataTable.Column("since", t("partners.field.since"), isNarrow: true),
        DataTable.Column("shared", t("partners.space.sharing")),
        DataTable.Column("status", t("partners.space.schools.state"), isNarrow: true),
      ],
      rows: schools.map { school in
        DataTable.Row(
          id: "\(school.id)", name: school.name,
          [
            .text(school.name), .text(school.departmentName), .text(t.list(school.majors)),
            .text(school.since?.description),
            .text(ShareWords(t: t).summary(shares[school.id] ?? SharedWith())),
            DataTable.Cell(
              Badge(
                school.isActive ? .ok : .neutral,
                t(school.isActive ? "partners.space.schools.active" : "partners.space.schools.ended")
              ).html),
          ])
      }, count: schools.isEmpty ? nil : t("partners.space.schools.count", ["count": "\(schools.count)"]),
      empty: EmptyState(
        icon: .school, title: t("partners.space.schools.empty"), text: t("partners.space.schools.empty.text")),
      id: "schools", t)
    return try await space.page(
      t("partners.space.schools"),
      actions: LinkButton(t("partners.space.sharing"), to: SpaceLinks.sharing, icon: .settings).html, table.html)
  }
}
