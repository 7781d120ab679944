import Activity
import Database
import Files
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Obligations of one agreement, and what is due in all of them.
struct ObligationRoutes {
  let services: Services

  private static let limits = UploadLimits(
    files: 10, fileBytes: AttachmentRules.policy.limit, totalBytes: 4 * AttachmentRules.policy.limit, fields: 20)

  func add(to member: inout MemberRoutes) {
    let one = "/agreements/{agreement}"
    member.get("/agreements/obligations", needs: .agreementsRead) { try await DueListPage(member: $0).reply() }
    member.get("\(one)/obligations", needs: .agreementsRead) { member in
      try await ObligationsPage(try await AgreementPage.load(member)).reply()
    }
    member.post("\(one)/obligations", needs: .agreementsWrite) { try await add($0) }
    member.post("\(one)/dues/{due}/reports", needs: .agreementsWrite, body: .multipart(Self.limits)) { member in
      try await report(member)
    }
    member.post("\(one)/dues/{due}/answer", needs: .agreementsWrite) { try await answer($0) }
  }

  private func add(_ member: Member) async throws -> Reply {
    let page = try await AgreementPage.load(member)
    let form = member.exchange.form
    let (obligation, problems) = ObligationsPage.read(form, services: services, agreement: page.agreement)
    guard let obligation, problems.isEmpty else {
      return try await ObligationsPage(page, typed: form, problems: problems).reply()
    }
    do {
      try await KeepObligations(services).add(obligation, days: nil, to: page.agreement.id, by: member.actor)
    } catch let invalid as Invalid {
      return try await ObligationsPage(page, typed: form, problems: invalid.problems).reply()
    } catch is AgreementError {
      throw WebError.conflict(Message("agreements.obligation.problem.state"))
    }
    return done(page, "agreements.obligation.flash.added", member)
  }

  private func report(_ member: Member) async throws -> Reply {
    let page = try await AgreementPage.load(member)
    let due = try member.exchange.parameter("due", as: ID<ObligationDue>.self)
    let upload = try await member.exchange.upload()
    let form = upload.form
    let (typed, problems) = ReportForm.read(form, due: due, services: services)
    guard problems.isEmpty, var entry = typed else {
      return try await ObligationsPage(page, typed: form, problems: problems, at: due).reply()
    }
    let received = try await KeepAttachments(services).receive(
      upload.files("evidence.\(due)"), slot: { _ in "due-\(due)" })
    entry.person = member.actor.name
    do {
      try await KeepObligations(services).report(
        entry, evidence: received, to: due, of: page.agreement.id, by: .member(member.actor))
    } catch let invalid as Invalid {
      return try await ObligationsPage(page, typed: form, problems: invalid.problems, at: due).reply()
    } catch AgreementError.notFound {
      throw WebError.notFound
    } catch is AgreementError {
      throw WebError.conflict(Message("agreements.obligation.problem.state"))
    }
    return AttachmentRoutes.done(
      AgreementLinks.page(page.agreement.id, "obligations"), .ok("agreements.fulfilment.flash.reported"), member)
  }

  private func answer(_ member: Member) async throws -> Reply {
    let page = try await AgreementPage.load(member)
    let due = try member.exchange.parameter("due", as: ID<ObligationDue>.self)
    let form = member.exchange.form
    guard let entry = form["entry"].flatMap({ ID<Fulfilment>($0) }) else { throw WebError.notFound }
    let isRight = form["decision"] == "confirmed"
    do {
      try await KeepObligations(services).answer(
        entry, isRight: isRight, saying: FieldText.trimmed(form["answer.\(entry)"] ?? ""), to: due,
        of: page.agreement.id, by: .member(member.actor))
    } catch let invalid as Invalid {
      return try await ObligationsPage(page, typed: form, problems: invalid.problems, at: due).reply()
    } catch AgreementError.notFound {
      throw WebError.notFound
    } catch is AgreementError {
      throw WebError.conflict(Message("agreements.fulfilment.problem.answered"))
    }
    return done(page, "agreements.fulfilment.flash.\(isRight ? "confirmed" : "refused")", member)
  }

  private func done(_ page: AgreementPage, _ flash: String, _ member: Member) -> Reply {
    .redirect(to: AgreementLinks.page(page.agreement.id, "obligations"), flash: .ok(flash))
  }
}

/// `/agreements/obligations`: what is overdue and what is due soon, in all agreements in sight.
struct DueListPage {
  let member: Member
  private static let pageSize = 30

  enum View: String, CaseIterable {
    case overdue, today, soon
  }

  func reply() async throws -> Reply {
    let (t, scope, today, query) = (member.t, member.actor.scope, member.now.day, member.exchange.query)
    let view = query["view"].flatMap { View(rawValue: $0) } ?? .soon
    let (first, last): (CivilDate?, CivilDate) =
      switch view {
      case .overdue: (nil, today.adding(days: -1))
      case .today: (today, today)
      case .soon: (today, today.adding(days: 60))
      }
    let mark = query["after"].flatMap { text -> (CivilDate, ID<ObligationDue>)? in
      let parts = text.split(separator: ".", maxSplits: 1)
      guard parts.count == 2, let id = ID<ObligationDue>(parts[0]), let day = CivilDate(parts[1]) else { return nil }
      return (day, id)
    }
    let found = try await member.services.database.read { connection in
      try ObligationStore.waiting(
        in: scope, from: first, until: last, after: mark, limit: Self.pageSize + 1, on: connection)
    }
    let shown = Array(found.prefix(Self.pageSize))
    let link: Link = "/agreements/obligations"
    let next =
      found.count > Self.pageSize
      ? shown.last.map { link.with([("view", view.rawValue), ("after", "\($0.id).\($0.dueOn)")]) } : nil
    let tabs = Tabs(
      t("agreements.obligation.list"),
      View.allCases.map { item in
        Tabs.Item(
          t("agreements.obligation.view.\(item.rawValue)"), link.with([("view", item.rawValue)]),
          isCurrent: item == view)
      })
    let words = ObligationWords(t: t, today: today)
    let table = DataTable(
      caption: t("agreements.obligation.list"),
      columns: [
        .init("what", t("agreements.duty.subject"), phone: .title),
        .init("agreement", t("agreements.obligation.agreement")),
        .init("due", t("agreements.obligation.due")), .init("amount", t("agreements.obligation.progress")),
        .init("state", t("agreements.field.state")), .init("owner", t("agreements.field.owner")),
      ],
      rows: shown.map { due in
        DataTable.Row(
          id: "\(due.id)", name: due.obligation.subject,
          link: Link("\(AgreementLinks.page(due.obligation.agreementID, "obligations").text)#due-\(due.id)"),
          [
            .text(due.obligation.subject), .text(due.enterpriseName, second: due.agreementNumber),
            .init(DueDate(due.dueOn, today: today, t).html), .text(words.line(due)), .init(words.badge(due).html),
            .text(due.ownerName),
          ])
      },
      pager: Pager(
        previous: mark == nil ? nil : link.with([("view", view.rawValue)]), next: next, t),
      empty: EmptyState(
        icon: .check, title: t("agreements.obligation.empty.\(view.rawValue)"),
        text: t("agreements.obligation.empty.text")),
      id: "dues", t)
    return try await member.page(
      PageContent(
        title: t("agreements.obligation.list"),
        crumbs: [Crumb(t("agreements.title"), AgreementLinks.list), Crumb(t("agreements.obligation.list"))],
        content: "\(tabs)\(table)"))
  }
}
