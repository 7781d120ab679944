import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/visits/{visit}`: what happened, what was promised, what has to follow.
struct VisitPage {
  let member: Member
  let record: VisitRecord
  private let tasks: [VisitTask]
  private let owners: [(id: ID<Account>, name: String)]
  private let files: [Attachment]
  private let removedFiles: [Attachment]
  private let seesPartner: Bool
  private let tours: [(id: ID<Tour>, title: String)]

  var visit: Visit { record.visit }
  var mayChange: Bool { record.removal == nil && visit.mayBeChanged(by: member.actor) }

  /// - Throws: `WebError.notFound` for a visit that is not in sight; one that
  ///   was taken out of the log is there only for who may put it back.
  static func load(_ member: Member) async throws -> VisitPage {
    let id = try member.exchange.parameter("visit", as: ID<Visit>.self)
    let actor = member.actor
    let page = try await member.services.database.read { connection -> VisitPage? in
      guard let record = try VisitStore.record(id, in: actor.scope, on: connection),
        record.removal == nil || record.visit.mayBeChanged(by: actor)
      else { return nil }
      let (visit, place) = (record.visit, Self.place(record, isChangeable: true))
      let files = try AttachmentStore.attachments(of: place.subject, school: visit.schoolID, on: connection)
      return VisitPage(
        member: member, record: record,
        tasks: try VisitTaskStore.tasks(of: [visit.id], school: visit.schoolID, on: connection),
        owners: try MembershipStore.people(holding: VisitTasks.roles, school: visit.schoolID, on: connection),
        files: files,
        removedFiles: visit.mayBeChanged(by: actor)
          ? try AttachmentStore.attachments(of: place.subject, school: visit.schoolID, removed: true, on: connection)
          : [],
        seesPartner: try PartnershipStore.partner(visit.partnershipID, in: actor.scope, on: connection) != nil,
        tours: try TourVisits.tours(with: visit, in: actor.scope, of: actor.accountID, on: connection))
    }
    guard let page else { throw WebError.notFound }
    return page
  }

  static func place(_ record: VisitRecord, isChangeable: Bool) -> AttachmentPlace {
    let visit = record.visit
    return AttachmentPlace(
      subject: AuditEntry.Subject(
        kind: "visit", id: visit.id.rawValue, name: "\(record.partner.enterprise.name) \(visit.day)"),
      schoolID: visit.schoolID, link: VisitLinks.attachments(visit.id), page: VisitLinks.show(visit.id),
      isChangeable: isChangeable)
  }

  func task(_ id: ID<VisitTask>) throws -> VisitTask {
    guard let task = tasks.first(where: { $0.id == id }) else { throw WebError.notFound }
    return task
  }

  /// - Parameters:
  ///   - isRevealed: the partner's people are shown unmasked, once, after that was logged.
  ///   - typed: what was just sent from a form of the page, with what is wrong with it.
  func reply(
    isRevealed: Bool = false, typed: FormData? = nil, problems: [FieldProblem] = [], notice: HTML = .empty,
    status: Int? = nil
  ) async throws -> Reply {
    let t = member.t
    let enterprise = record.partner.enterprise
    let words = VisitWords(t: t)
    let content: HTML = """
      \(notice)\(summary(problems))\(removal)<div class="columns"><div class="stack">\
      \(Card(t("partners.visit.group.what"), talk))\(outreach)\(taskCard(typed, problems))</div>\
      <div class="stack">\(Card(t("partners.visit.group.when"), facts(words, isRevealed: isRevealed)))\
      \(Card(t("activity.attachment.title"), attachments(problems)))</div></div>
      """
    return try await member.page(
      PageContent(
        title: t("partners.visit.heading", ["kind": words.kind(visit.kind), "date": visit.day.description]),
        crumbs: [
          Crumb(t("partners.visits.title"), VisitLinks.list),
          Crumb(enterprise.name, seesPartner ? VisitLinks.list(of: record.partner.partnership.id) : nil),
          Crumb(visit.day.description),
        ], titleNote: words.outreachBadge(visit), actions: actions, status: status ?? (problems.isEmpty ? 200 : 422),
        content: content))
  }

  private func summary(_ problems: [FieldProblem]) -> HTML {
    RecordProblems(problems, labels: VisitForm.labels(lines: 0), member.t).html
  }

  private var actions: HTML {
    let t = member.t
    let report: HTML =
      member.actor.may(.visitsExport) && record.removal == nil
      ? LinkButton(
        t("partners.visit.report.do"), to: VisitLinks.report(visit.id), icon: .print, isDownload: true
      ).html : .empty
    guard mayChange else { return report }
    let remove = PostButton(
      t("partners.visit.remove"), to: VisitLinks.remove(visit.id), csrf: member.exchange.csrfToken, style: .danger,
      icon: .trash, fields: [("version", "\(visit.version)")], confirm: t("partners.visit.remove.confirm"))
    return """
      \(report)\(remove)\(LinkButton(t("partners.visit.edit"), to: VisitLinks.edit(visit.id), style: .primary, icon: .edit))
      """
  }

  private var removal: HTML {
    guard let removal = record.removal else { return .empty }
    let t = member.t
    let back = PostButton(
      t("partners.visit.restore"), to: VisitLinks.restore(visit.id), csrf: member.exchange.csrfToken, icon: .undo)
    return Alert(
      .warning, title: t("partners.visit.removed", ["name": removal.name, "time": removal.at.minuteText]),
      "<p>\(t("partners.visit.removed.text"))</p>\(back)"
    ).html
  }

  private var talk: HTML {
    let t = member.t
    let result: HTML =
      visit.result.isEmpty
      ? .empty : "<h3>\(t("partners.visit.result"))</h3>\(ReviewWords.lines(visit.result))"
    return "<h3>\(t("partners.visit.content"))</h3>\(ReviewWords.lines(visit.content))\(result)"
  }

  private func facts(_ words: VisitWords, isRevealed: Bool) -> HTML {
    let t = member.t
    let name = record.partner.enterprise.name
    let partner: HTML =
      seesPartner ? "<a href=\"\(PartnerLinks.show(visit.partnershipID))\">\(name)</a>" : HTML.text(name)
    func person(_ person: VisitPerson) -> HTML {
      let lead: HTML =
        person == visit.lead(of: person.side) && visit.people(of: person.side).count > 1
        ? " \(Badge(.neutral, t("partners.visit.lead.\(person.side.rawValue)")))" : .empty
      return "<li>\(person.words(unmasked: isRevealed))\(lead)</li>"
    }
    func people(_ side: VisitPerson.Side) -> HTML {
      let all = visit.people(of: side)
      return all.isEmpty ? .dash : "<ul>\(all.map(person))</ul>"
    }
    let hasMasked = !visit.people(of: .partner).isEmpty && !isRevealed
    let reveal: HTML =
      hasMasked && member.actor.may(.personalReveal)
      ? PostButton(
        t("partners.contact.reveal"), to: VisitLinks.reveal(visit.id), csrf: member.exchange.csrfToken, icon: .eye,
        isSmall: true
      ).html : .empty
    let note: HTML = isRevealed ? Alert(.info, "<p>\(t("partners.contact.revealed"))</p>").html : .empty
    return note
      + DescriptionList(
        [
          DescriptionList.Item(t("partners.field.name"), partner)
        ]
          + tours.map { tour in
            DescriptionList.Item(t("partners.tour"), "<a href=\"\(TourLinks.show(tour.id))\">\(tour.title)</a>")
          } + [
            .text(t("partners.visit.day"), words.time(visit)), .text(t("partners.visit.place"), visit.place),
            DescriptionList.Item(t("partners.visit.schoolPeople"), people(.school)),
            DescriptionList.Item(t("partners.visit.partnerPeople"), "\(people(.partner))\(reveal)"),
            .text(t("partners.field.department"), record.departmentName),
            .text(t("partners.visit.owner"), record.ownerName),
          ]
      ).html
  }

  private var outreach: HTML {
    guard visit.isOutreach else { return .empty }
    let t = member.t
    let words = VisitWords(t: t)
    let enterprise = record.partner.enterprise
    var items: [DescriptionList.Item] = [
      .text(t("partners.field.creditCode"), enterprise.creditCode),
      .text(t("partners.visit.needs"), visit.needs),
      .text(t("partners.visit.posts"), visit.posts.map { t.number($0) } ?? ""),
      .text(t("partners.visit.averagePay"), visit.averagePay.map { t.money(fen: $0) } ?? ""),
      .text(t("partners.visit.outcome"), words.outcome(visit)),
    ]
    for kind in VisitOpening.Kind.allCases {
      let all = visit.openings.filter { $0.kind == kind }
      guard !all.isEmpty else { continue }
      items.append(
        DescriptionList.Item(
          t("partners.visit.opening.kind.\(kind.rawValue)"),
          "<ul>\(all.map { "<li>\(words.opening($0))</li>" as HTML })</ul>"))
    }
    items.append(.text(t("partners.visit.intentions"), visit.intentions, isWide: true))
    return Card(t("partners.visit.outreach"), DescriptionList(items)).html
  }

  private func taskCard(_ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    let list = VisitTaskList(member: member, visit: visit, tasks: tasks, mayChange: mayChange).html
    guard record.removal == nil, member.actor.may(.visitsWrite) else {
      return tasks.isEmpty ? .empty : Card(member.t("partners.visit.group.task"), list).html
    }
    let t = member.t
    let hasErrors = problems.contains { $0.field.hasPrefix("task") }
    let form = FormView(
      action: VisitLinks.tasks(visit.id), csrf: member.exchange.csrfToken, guardsChanges: false, hasErrors: hasErrors,
      t,
      """
      \(VisitFormPage.taskFields(owners: owners, me: member.actor.accountID, typed: hasErrors ? typed : nil, problems: problems, t))\
      \(ButtonBar("\(Button(t("partners.visit.task.add"), style: .secondary, icon: .plus))"))
      """)
    return Card(
      t("partners.visit.group.task"), id: "tasks",
      """
      \(list)<details\(if: hasErrors, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("partners.visit.task.new"))</summary>\(form)</details>
      """
    ).html
  }

  private func attachments(_ problems: [FieldProblem]) -> HTML {
    let (t, csrf) = (member.t, member.exchange.csrfToken)
    let place = Self.place(record, isChangeable: mayChange)
    let wrong = problems.filter { $0.field == "file" }
    let error = wrong.isEmpty ? nil : wrong.map { t($0.message) }.joined(separator: " ")
    let none: HTML = files.isEmpty && !mayChange ? "<p class=\"soft\">\(t("activity.attachment.empty"))</p>" : .empty
    return """
      \(none)\(AttachmentList(files, removed: mayChange ? removedFiles : [], at: place, csrf: csrf, now: member.now, t))\
      \(AttachmentForm(at: place, csrf: csrf, error: error, t))
      """
  }
}
