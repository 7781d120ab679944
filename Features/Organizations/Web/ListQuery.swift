import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

/// What the address of a list asks for: search, filters, place. Parameters that
/// mean nothing are left out rather than refused, because people keep old addresses.
struct ListQuery: Sendable {
  let address: ListAddress
  private let form: FormData
  private let filters: [String]

  /// Counting stops here: a list never costs more than its page.
  static let countLimit = 1000

  init(_ exchange: Exchange, _ list: Link, filters: [String]) {
    form = exchange.query
    self.filters = filters
    let kept = Set(filters + ["q", "after", "before"])
    address = ListAddress(list, form.pairs.filter { kept.contains($0.name) }.map { ($0.name, $0.value) })
  }

  var search: String { String(FieldText.trimmed(FieldText.plainDigits(form["q"] ?? "")).prefix(SearchText.limit)) }

  subscript(name: String) -> String? { form[name].flatMap { $0.isEmpty ? nil : $0 } }

  func id<Owner>(_ name: String) -> ID<Owner>? { self[name].flatMap { ID($0) } }

  var mark: PageMark? {
    if let before = self["before"] { return PageMark(before, isBefore: true) }
    return self["after"].flatMap { PageMark($0, isBefore: false) }
  }

  /// Whether anything narrows the list, so that an empty one means "nothing found".
  var isFiltered: Bool { !search.isEmpty || filters.contains { self[$0] != nil } }

  func pager<Row>(_ listing: Listing<Row>, _ t: Localizer, mark: (Row, Bool) -> PageMark) -> Pager {
    Pager(
      previous: listing.hasPrevious ? listing.rows.first.map { address.at("before", mark($0, true).text).link } : nil,
      next: listing.hasNext ? listing.rows.last.map { address.at("after", mark($0, false).text).link } : nil, t)
  }

  /// `共 134 名教师`; beyond the limit `1000 以上`.
  func words(for count: Int, _ key: String, _ t: Localizer) -> String {
    count > Self.countLimit
      ? t("organizations.count.more", ["what": t(key, ["count": FigureText.grouped(Self.countLimit)])])
      : t("organizations.count.all", ["what": t(key, ["count": FigureText.grouped(count)])])
  }
}

/// Which school a page is about. People of a school see their own; roles of
/// the whole installation choose.
struct SchoolChoice: Sendable {
  /// What the page shows: the actor's sight, narrowed to the chosen school.
  let scope: Actor.Scope
  let school: School?
  /// The schools to choose among; empty for people of one school.
  let schools: [School]

  /// - Parameter needsOne: the page cannot show several schools at once; the first by name stands where none is chosen.
  static func read(
    _ query: ListQuery, for actor: Actor, needsOne: Bool, on connection: any Connection
  ) throws -> SchoolChoice {
    guard actor.scope == .installation else {
      let school = try actor.schoolID.flatMap { try SchoolStore.school($0, in: actor.scope, on: connection) }
      return SchoolChoice(scope: actor.scope, school: school, schools: [])
    }
    let schools = try SchoolStore.schools(in: actor.scope, on: connection)
    let asked: ID<School>? = query.id("school")
    let chosen = schools.first { $0.id == asked } ?? (needsOne ? schools.first : nil)
    return SchoolChoice(
      scope: chosen.map { .school($0.id) } ?? actor.scope, school: chosen, schools: schools)
  }

  /// The list's address with the school that it shows, so that the filter says which.
  func address(_ query: ListQuery) -> ListAddress {
    guard schools.count > 1, let school else { return query.address }
    return query.address.setting("school", school.id.description)
  }

  /// Whether rows of several schools stand side by side.
  var showsSchools: Bool { school == nil && schools.count > 1 }

  func filter(_ t: Localizer) -> Filter? {
    guard schools.count > 1 else { return nil }
    return Filter(
      "school", t("organizations.filter.school"),
      choices: schools.map { Filter.Choice($0.id.description, $0.name) }, isMultiple: false)
  }
}

extension Member {
  /// Whether the actor may do it and works for somebody: what offers buttons.
  func may(_ permission: Permission) -> Bool { actor.may(permission) }

  /// The school that a new record will belong to: the actor's own, or for
  /// roles of the whole installation the one in the address; `nil` where that
  /// has yet to be chosen.
  /// - Throws: `WebError.notFound` for a school out of sight.
  func schoolForNew() async throws -> School? {
    let (actor, asked) = (actor, exchange.query["school"].flatMap { ID<School>($0) })
    guard let id = actor.scope == .installation ? asked : actor.schoolID else { return nil }
    let school = try await services.database.read { connection in
      try SchoolStore.school(id, in: actor.scope, on: connection)
    }
    guard let school else { throw WebError.notFound }
    return school
  }
}

/// How a closed or an open part of the organisation is marked.
enum StatusText {
  static func badge(_ status: OrganisationStatus, _ t: Localizer) -> Badge {
    switch status {
    case .active: Badge(.ok, t("organizations.status.active"))
    case .closed: Badge(.neutral, t("organizations.status.closed"))
    }
  }

  static func filter(_ t: Localizer) -> Filter {
    Filter(
      "status", t("organizations.person.status"),
      choices: OrganisationStatus.allCases.map { Filter.Choice($0.rawValue, t("organizations.status.\($0.rawValue)")) },
      isMultiple: false)
  }
}
