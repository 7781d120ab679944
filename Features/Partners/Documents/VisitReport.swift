import Accounts
import Activity
import Database
import Documents
import Localization
import Organizations
import Platform
import Values

/// 走访记录表: one visit on paper. People of the partner stay masked.
struct VisitReport: Sendable {
  let visit: Visit
  let partner: String
  let creditCode: String
  let department: String
  let owner: String
  let tasks: [VisitTask]
  let files: [String]
  let t: Localizer

  /// - Parameter visit: found in sight.
  static func load(
    _ visit: Visit, partner: Enterprise, department: String, owner: String, _ t: Localizer,
    on connection: any Connection
  ) throws -> VisitReport {
    let subject = AuditEntry.Subject(kind: "visit", id: visit.id.rawValue, name: "")
    return VisitReport(
      visit: visit, partner: partner.name, creditCode: partner.creditCode, department: department, owner: owner,
      tasks: try VisitTaskStore.tasks(of: [visit.id], school: visit.schoolID, on: connection),
      files: try AttachmentStore.attachments(of: subject, school: visit.schoolID, on: connection).map(\.name), t: t)
  }

  func sheet(school: String, made: Instant) -> DocumentSheet {
    DocumentSheet(
      DocumentFrame(
        t, school: school, title: t("partners.visit.report"), subtitle: partner, number: visit.day.description,
        made: made), blocks)
  }

  var blocks: [DocumentBlock] {
    var blocks: [DocumentBlock] = [.facts(facts), .heading(t("partners.visit.content")), .paragraph(visit.content)]
    if !visit.result.isEmpty { blocks += [.heading(t("partners.visit.result")), .paragraph(visit.result)] }
    if visit.isOutreach {
      blocks += [.heading(t("partners.visit.outreach")), .facts(outreach)]
      if !visit.openings.isEmpty { blocks.append(openings) }
    }
    if !tasks.isEmpty { blocks += [.heading(t("partners.visit.group.task")), taskTable] }
    if !files.isEmpty {
      blocks += [.heading(t("activity.attachment.title")), .paragraph(files.joined(separator: "\n"))]
    }
    blocks.append(.note(t("partners.visit.report.note")))
    return blocks
  }

  private var facts: [DocumentFact] {
    let words = VisitWords(t: t)
    func fact(_ label: String, _ value: String, isWide: Bool = false) -> DocumentFact {
      DocumentFact(t(label), value.isEmpty ? "—" : value, isWide: isWide)
    }
    return [
      fact("partners.field.name", partner, isWide: true), fact("partners.field.creditCode", creditCode),
      fact("partners.visit.kind", words.kind(visit.kind)), fact("partners.visit.day", words.time(visit)),
      fact("partners.visit.place", visit.place),
      fact("partners.visit.lead", visit.lead(of: .school)?.words(unmasked: false) ?? ""),
      fact("partners.visit.host", visit.lead(of: .partner)?.words(unmasked: false) ?? ""),
      fact("partners.visit.schoolPeople", words.people(visit, .school, unmasked: false), isWide: true),
      fact("partners.visit.partnerPeople", words.people(visit, .partner, unmasked: false), isWide: true),
      fact("partners.field.department", department), fact("partners.visit.owner", owner),
    ]
  }

  private var outreach: [DocumentFact] {
    func fact(_ label: String, _ value: String, isWide: Bool = false) -> DocumentFact {
      DocumentFact(t(label), value.isEmpty ? "—" : value, isWide: isWide)
    }
    return [
      fact("partners.visit.needs", visit.needs, isWide: true),
      fact("partners.visit.posts", visit.posts.map { t.number($0) } ?? ""),
      fact("partners.visit.averagePay", visit.averagePay.map { t.money(fen: $0) } ?? ""),
      fact("partners.visit.outcome", VisitWords(t: t).outcome(visit)),
      fact("partners.visit.intentions", visit.intentions, isWide: true),
    ]
  }

  private var openings: DocumentBlock {
    .table(
      [
        DocumentColumn(t("partners.visit.opening.kind"), weight: 1.2),
        DocumentColumn(t("partners.visit.opening.major"), weight: 2),
        DocumentColumn(t("partners.visit.opening.level"), weight: 1.2),
        DocumentColumn(t("partners.visit.opening.count"), weight: 0.8, align: .end),
        DocumentColumn(t("partners.visit.opening.pay"), weight: 1.4, align: .end),
      ],
      rows: visit.openings.map { opening in
        [
          t("partners.visit.opening.kind.\(opening.kind.rawValue)"), opening.major,
          opening.level.map { t("organizations.level.\($0.rawValue)") } ?? "", t.number(opening.count),
          opening.pay.map { t.money(fen: $0) } ?? "",
        ]
      })
  }

  private var taskTable: DocumentBlock {
    .table(
      [
        DocumentColumn(t("partners.visit.task.title"), weight: 3),
        DocumentColumn(t("partners.visit.task.owner"), weight: 1.2),
        DocumentColumn(t("partners.visit.task.due"), weight: 1.2), DocumentColumn(t("activity.document.state")),
      ],
      rows: tasks.map { task in
        let title = task.note.isEmpty ? task.title : "\(task.title)\n\(task.note)"
        return [title, task.ownerName, task.dueOn.description, t("partners.visit.task.state.\(task.state.rawValue)")]
      })
  }
}
