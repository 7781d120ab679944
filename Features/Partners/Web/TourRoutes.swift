import Accounts
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The pages of outreach tours.
struct TourRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let one = "/visits/tours/{tour}"
    member.get("/visits/tours", needs: .visitsRead) { try await TourListPage(member: $0).reply() }
    member.get("/visits/tours/new", needs: .visitsWrite) { member in
      let school = try Self.school(of: member)
      return try await TourFormPage.load(member, school: school)
        .reply(TourFormPage.blank(member, school: school), isNew: true)
    }
    member.post("/visits/tours", needs: .visitsWrite) { try await create($0) }
    member.get(one, needs: .visitsRead) { try await TourPage.load($0).reply() }
    member.get("\(one)/rows", needs: .visitsRead) { try await TourRowsPage(page: TourPage.load($0)).reply() }
    member.get("\(one)/edit", needs: .visitsWrite) { member in
      let page = try await Self.changeable(member)
      return try await TourFormPage.load(member, school: page.tour.schoolID).reply(page.tour, isNew: false)
    }
    member.post("\(one)/edit", needs: .visitsWrite) { try await change($0) }
    for act in Tour.Act.allCases {
      member.post("\(one)/\(act.rawValue)", needs: .visitsWrite) { try await self.act(act, $0) }
    }
    member.post("\(one)/summary", needs: .visitsWrite) { try await summary($0) }
    member.post("\(one)/reveal", needs: .personalReveal) { member in
      // Who may read personal data in general may still not read visits.
      guard member.actor.may(.visitsRead) else { throw WebError.forbidden() }
      let page = try await TourPage.load(member)
      try await MoveTour(services).reveal(page.tour, by: member.actor)
      return try await page.reply(isRevealed: true)
    }
    TourPapers(services: services).add(to: &member)
    TourStopRoutes(services: services).add(to: &member)
  }

  static func school(of member: Member) throws -> ID<School> {
    guard let school = member.actor.schoolID else {
      throw WebError.forbidden(Message("partners.problem.noSchool"))
    }
    return school
  }

  /// - Throws: `WebError.forbidden` for a tour that is somebody else's to change.
  static func changeable(_ member: Member) async throws -> TourPage {
    let page = try await TourPage.load(member)
    guard page.mayChange else { throw WebError.forbidden(Message("partners.tour.problem.notYours")) }
    return page
  }

  private func create(_ member: Member) async throws -> Reply {
    let (school, form) = (try Self.school(of: member), member.exchange.form)
    let read = TourFormPage.read(form, into: TourFormPage.blank(member, school: school), by: member.actor)
    func again(_ problems: [FieldProblem]) async throws -> Reply {
      try await TourFormPage.load(member, school: school).reply(read.tour, isNew: true, typed: form, problems: problems)
    }
    guard read.problems.isEmpty else { return try await again(read.problems) }
    do {
      try await SaveTour(services)(read.tour, people: read.people, isNew: true, by: member.actor)
    } catch let invalid as Invalid {
      return try await again(invalid.problems)
    }
    return .redirect(to: TourLinks.show(read.tour.id), flash: .ok("partners.tour.flash.created"))
  }

  private func change(_ member: Member) async throws -> Reply {
    let old = try await Self.changeable(member).tour
    let form = member.exchange.form
    var read = TourFormPage.read(form, into: old, by: member.actor)
    // The version that the form was opened on: a change made meanwhile is not overwritten.
    read.tour.version = form["version"].flatMap { Int($0) } ?? 0
    func again(_ tour: Tour, _ problems: [FieldProblem]) async throws -> Reply {
      try await TourFormPage.load(member, school: old.schoolID)
        .reply(tour, isNew: false, typed: form, problems: problems)
    }
    guard read.problems.isEmpty else { return try await again(read.tour, read.problems) }
    do {
      try await SaveTour(services)(read.tour, people: read.people, isNew: false, by: member.actor)
    } catch let invalid as Invalid {
      return try await again(read.tour, invalid.problems)
    } catch TourError.stale {
      // What was typed stays; sent once more it replaces what the other has written.
      return try await again(
        try await Self.changeable(member).tour, [FieldProblem("", "partners.tour.problem.stale")])
    }
    return .redirect(to: TourLinks.show(old.id), flash: .ok("partners.tour.flash.changed"))
  }

  // MARK: Workflow

  private func act(_ act: Tour.Act, _ member: Member) async throws -> Reply {
    let page = try await Self.changeable(member)
    let form = member.exchange.form
    let reason = FieldText.trimmed(form["reason"] ?? "")
    guard reason.count <= Self.longestReason else {
      return try await page.reply(typed: form, problems: [Self.tooLong("reason", reason)])
    }
    do {
      try await MoveTour(services)(
        act, page.tour.id, version: Self.version(form), reason: reason, by: member.actor)
    } catch TourError.tour(.reason) {
      return try await page.reply(typed: form, problems: [FieldProblem("reason", "partners.tour.problem.reason")])
    } catch is TourError {
      return try await Self.late(member)
    }
    return .redirect(
      to: TourLinks.show(page.tour.id), flash: .ok("partners.tour.flash.\(act.rawValue)"))
  }

  private func summary(_ member: Member) async throws -> Reply {
    let page = try await Self.changeable(member)
    let form = member.exchange.form
    let parsed = FieldKind.text(max: 4000).parse([form["summary"] ?? ""])
    guard case .success(let value) = parsed else {
      guard case .failure(let failure) = parsed else { throw WebError.notFound }
      return try await page.reply(typed: form, problems: [FieldProblem("summary", failure.message)])
    }
    do {
      try await MoveTour(services).write(
        value.plainText, about: page.tour.id, version: Self.version(form), by: member.actor)
    } catch TourError.stale {
      // What was typed stays; sent once more it is kept.
      return try await TourPage.load(member).reply(
        typed: form, problems: [FieldProblem("summary", "partners.tour.problem.stale")])
    }
    return .redirect(to: TourLinks.show(page.tour.id), flash: .ok("partners.tour.flash.summary"))
  }

  // MARK: Parts

  static let longestReason = 200

  static func version(_ form: FormData) -> Int { form["version"].flatMap { Int($0) } ?? 0 }

  static func tooLong(_ field: String, _ text: String) -> FieldProblem {
    FieldProblem(field, "kit.records.tooLong", ["max": "\(longestReason)", "count": "\(text.count)"])
  }

  /// Somebody was first: the page shows how things stand now.
  static func late(_ member: Member) async throws -> Reply {
    let now = try await TourPage.load(member)
    let notice = Alert(.warning, "<p>\(member.t("partners.tour.late"))</p>").html
    return try await now.reply(notice: notice, status: 409)
  }
}
