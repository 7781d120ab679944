import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Planning the stops of a tour and the partners at each.
struct TourStopRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let tour = "/visits/tours/{tour}"
    member.get("\(tour)/stops/new", needs: .visitsWrite) { member in
      let form = TourStopForm(page: try await Self.open(member))
      return try await form.reply(form.blank(), isNew: true)
    }
    member.post("\(tour)/stops", needs: .visitsWrite) { try await add($0) }
    member.get("\(tour)/stops/{stop}/edit", needs: .visitsWrite) { member in
      let page = try await Self.open(member)
      return try await TourStopForm(page: page).reply(try Self.stop(page), isNew: false)
    }
    member.post("\(tour)/stops/{stop}/edit", needs: .visitsWrite) { try await change($0) }
    member.post("\(tour)/stops/{stop}/move", needs: .visitsWrite) { try await move($0) }
    for act in TourStop.Act.allCases {
      member.post("\(tour)/stops/{stop}/\(act.rawValue)", needs: .visitsWrite) { try await self.act(act, $0) }
    }
    member.get("\(tour)/stops/{stop}/partners", needs: .visitsWrite) { member in
      let page = try await Self.open(member)
      return try await TourPartnersPage(page: page, stop: try Self.stop(page)).reply()
    }
    member.post("\(tour)/stops/{stop}/partners", needs: .visitsWrite) { try await addPartners($0) }
    member.get("\(tour)/partners/{line}/edit", needs: .visitsWrite) { member in
      let page = try await Self.open(member)
      return try await TourLineForm(page: page, entry: try Self.line(page)).reply()
    }
    member.post("\(tour)/partners/{line}/edit", needs: .visitsWrite) { try await changeLine($0) }
    for act in TourLine.Act.allCases {
      member.post("\(tour)/partners/{line}/\(act.rawValue)", needs: .visitsWrite) { try await lineAct(act, $0) }
    }
  }

  /// - Throws: `WebError.conflict` for a tour that is over or cancelled.
  private static func open(_ member: Member) async throws -> TourPage {
    let page = try await TourRoutes.changeable(member)
    guard page.tour.isOpen else { throw WebError.conflict(Message("partners.tour.problem.closed")) }
    return page
  }

  private static func stop(_ page: TourPage) throws -> TourStop {
    try page.stop(try page.member.exchange.parameter("stop", as: ID<TourStop>.self))
  }

  private static func line(_ page: TourPage) throws -> PlannedPartner {
    try page.line(try page.member.exchange.parameter("line", as: ID<TourLine>.self))
  }

  // MARK: Stops

  private func add(_ member: Member) async throws -> Reply {
    let page = try await Self.open(member)
    let form = member.exchange.form
    let blank = TourStopForm(page: page).blank()
    let reading = TourStopForm.read(form, into: blank)
    func again(_ problems: [FieldProblem]) async throws -> Reply {
      try await TourStopForm(page: page).reply(blank, isNew: true, typed: form, problems: problems)
    }
    guard reading.problems.isEmpty else { return try await again(reading.problems) }
    do {
      try await TourStops(services).add(PlannedStop(reading.record), to: page.tour.id, by: member.actor)
    } catch let invalid as Invalid {
      return try await again(invalid.problems)
    } catch TourError.closed {
      return try await TourRoutes.late(member)
    }
    // The next thing is whom to see there.
    return .redirect(to: TourLinks.stop(reading.record, "partners"), flash: .ok("partners.tour.flash.stop.added"))
  }

  private func change(_ member: Member) async throws -> Reply {
    let page = try await Self.open(member)
    let (old, form) = (try Self.stop(page), member.exchange.form)
    let reading = TourStopForm.read(form, into: old)
    func again(_ problems: [FieldProblem]) async throws -> Reply {
      try await TourStopForm(page: page).reply(old, isNew: false, typed: form, problems: problems)
    }
    guard reading.problems.isEmpty else { return try await again(reading.problems) }
    var stop = reading.record
    stop.version = TourRoutes.version(form)
    do {
      try await TourStops(services).change(stop, of: page.tour.id, by: member.actor)
    } catch let invalid as Invalid {
      return try await again(invalid.problems)
    } catch TourError.stale {
      return try await again([FieldProblem("", "partners.tour.problem.stale")])
    } catch TourError.closed {
      return try await TourRoutes.late(member)
    }
    return .redirect(to: TourLinks.place(stop.id, of: page.tour.id), flash: .ok("partners.tour.flash.stop.changed"))
  }

  private func move(_ member: Member) async throws -> Reply {
    let page = try await Self.open(member)
    let (stop, form) = (try Self.stop(page), member.exchange.form)
    guard let direction = form["direction"], ["up", "down"].contains(direction) else {
      throw WebError.badRequest(Message("kit.records.choice", ["value": String((form["direction"] ?? "").prefix(40))]))
    }
    do {
      try await TourStops(services).move(
        stop.id, of: page.tour.id, up: direction == "up", version: TourRoutes.version(form), by: member.actor)
    } catch is TourError {
      return try await TourRoutes.late(member)
    }
    return .redirect(to: TourLinks.place(stop.id, of: page.tour.id), flash: .ok("partners.tour.flash.stop.moved"))
  }

  private func act(_ act: TourStop.Act, _ member: Member) async throws -> Reply {
    let page = try await Self.open(member)
    let (stop, form) = (try Self.stop(page), member.exchange.form)
    let reason = FieldText.trimmed(form["reason-\(stop.id)"] ?? form["reason"] ?? "")
    let until = FieldText.date(form["until-\(stop.id)"] ?? form["until"] ?? "")
    func again(_ problem: FieldProblem) async throws -> Reply {
      try await page.reply(typed: form, problems: [problem])
    }
    guard reason.count <= TourRoutes.longestReason else {
      return try await again(TourRoutes.tooLong("reason-\(stop.id)", reason))
    }
    do {
      try await TourStops(services)(
        act, stop.id, of: page.tour.id, version: TourRoutes.version(form), until: until, reason: reason,
        by: member.actor)
    } catch TourError.stop(.notLater) {
      return try await again(
        FieldProblem("until-\(stop.id)", "partners.visit.problem.later", ["date": stop.day.description]))
    } catch TourError.stop(.outside) {
      return try await again(
        FieldProblem(
          "until-\(stop.id)", "partners.tour.problem.outside",
          ["first": page.tour.beginsOn.description, "last": page.tour.endsOn.description]))
    } catch TourError.stop(.reason) {
      return try await again(FieldProblem("reason-\(stop.id)", "partners.tour.problem.reason"))
    } catch is TourError {
      return try await TourRoutes.late(member)
    }
    return .redirect(
      to: TourLinks.place(stop.id, of: page.tour.id), flash: .ok("partners.tour.flash.stop.\(act.rawValue)"))
  }

  // MARK: Partners

  private func addPartners(_ member: Member) async throws -> Reply {
    let page = try await Self.open(member)
    let (stop, form) = (try Self.stop(page), member.exchange.form)
    let read = TourPartnersPage.read(form)
    func again(_ problems: [FieldProblem]) async throws -> Reply {
      try await TourPartnersPage(page: page, stop: stop).reply(typed: form, problems: problems)
    }
    guard read.problems.isEmpty else { return try await again(read.problems) }
    do {
      try await TourLines(services).add(
        read.partners, read.prospects, at: stop.id, of: page.tour.id, by: member.actor)
    } catch let invalid as Invalid {
      return try await again(invalid.problems)
    } catch is TourError {
      return try await TourRoutes.late(member)
    }
    return .redirect(
      to: TourLinks.place(stop.id, of: page.tour.id),
      flash: .ok("partners.tour.flash.line.added", ["count": "\(read.partners.count + read.prospects.count)"]))
  }

  private func changeLine(_ member: Member) async throws -> Reply {
    let page = try await Self.open(member)
    let (entry, form) = (try Self.line(page), member.exchange.form)
    let reading = TourLineForm.read(form, into: entry.line)
    func again(_ problems: [FieldProblem]) async throws -> Reply {
      try await TourLineForm(page: page, entry: entry).reply(typed: form, problems: problems)
    }
    guard reading.problems.isEmpty else { return try await again(reading.problems) }
    var line = reading.record
    line.version = TourRoutes.version(form)
    do {
      try await TourLines(services).change(line, of: page.tour.id, by: member.actor)
    } catch let invalid as Invalid {
      return try await again(invalid.problems)
    } catch TourError.stale {
      return try await again([FieldProblem("", "partners.tour.problem.stale")])
    } catch TourError.notFound {
      return try await again([FieldProblem("stop", "partners.tour.problem.stop")])
    } catch TourError.closed {
      return try await TourRoutes.late(member)
    }
    return .redirect(
      to: TourLinks.place(line.stopID, of: page.tour.id), flash: .ok("partners.tour.flash.line.changed"))
  }

  private func lineAct(_ act: TourLine.Act, _ member: Member) async throws -> Reply {
    let page = try await Self.open(member)
    let (entry, form) = (try Self.line(page), member.exchange.form)
    let line = entry.line
    let reason = FieldText.trimmed(form["reason"] ?? "")
    guard reason.count <= TourRoutes.longestReason else {
      return try await TourLineForm(page: page, entry: entry)
        .reply(typed: form, problems: [TourRoutes.tooLong("reason", reason)])
    }
    do {
      try await TourLines(services)(
        act, line.id, of: page.tour.id, version: TourRoutes.version(form), reason: reason, by: member.actor)
    } catch TourError.stop(.reason) {
      return try await TourLineForm(page: page, entry: entry)
        .reply(typed: form, problems: [FieldProblem("reason", "partners.tour.problem.reason")])
    } catch is TourError {
      return try await TourRoutes.late(member)
    }
    return .redirect(
      to: TourLinks.place(line.stopID, of: page.tour.id), flash: .ok("partners.tour.flash.line.\(act.rawValue)"))
  }
}
