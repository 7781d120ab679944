import Activity
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// On an entry's page: who noted it, and what the other side says to it.
struct EntryStanding {
  let page: LedgerFormPage

  var html: HTML {
    let (t, entry) = (page.member.t, page.entry)
    let words = StandingWords(t: t)
    let line =
      switch entry.standing {
      case .noted:
        t(
          entry.notedSide == .school ? "projects.standing.waitsForEnterprise" : "projects.standing.waitsForSchool",
          ["name": entry.notedBy])
      case .confirmed: t("projects.standing.confirmedBy", ["name": words.who(entry)])
      case .disputed: t("projects.confirm.disputedBy", ["name": words.who(entry)])
      }
    let answer: HTML =
      entry.standing == .disputed
      ? Alert(.warning, title: t("projects.confirm.why"), ProjectWords.paragraphs(entry.answer)).html : .empty
    let open: HTML =
      entry.notedSide == .enterprise && entry.standing != .confirmed && page.seesPartner && !entry.isRemoved
      ? LinkButton(
        t("projects.confirm"), to: ConfirmationLinks.confirm(entry.partnershipID, year: entry.day.year), icon: .check,
        isSmall: true
      ).html : .empty
    let story = Timeline(
      page.answers.map { answer in
        Timeline.Entry(
          at: answer.at, who: answer.person.isEmpty ? nil : "\(t(answer.side.label)) \(answer.person)",
          HTML.text(t(answer.act.label)), detail: answer.words.isEmpty ? .empty : ProjectWords.paragraphs(answer.words),
          icon: icon(answer.act), tone: answer.act == .confirmed ? .ok : answer.act == .disputed ? .warning : .neutral)
      }, now: page.member.now, t)
    let folded: HTML =
      page.answers.isEmpty
      ? .empty
      : """
      <details class="screen-only"><summary class="disclosure">\(Icon.chevronRight)\(t("projects.standing.story"))</summary>\
      \(story)</details>
      """
    return Card(t("projects.standing"), actions: open, "<p>\(line)</p>\(answer)\(folded)").html
  }

  private func icon(_ act: LedgerAnswer.Act) -> Icon {
    switch act {
    case .noted: .plus
    case .changed: .edit
    case .confirmed: .check
    case .disputed: .close
    case .removed: .trash
    case .restored: .undo
    }
  }
}

/// On an entry's page: its evidence.
struct EntryFiles {
  let page: LedgerFormPage
  var problems: [FieldProblem] = []

  var place: AttachmentPlace {
    let entry = page.entry
    return AttachmentPlace(
      subject: .entry(entry), schoolID: entry.schoolID, link: ProjectLinks.entry(entry.id, "attachments"),
      page: ProjectLinks.entry(entry.id, "edit"),
      isChangeable: page.member.actor.may(.projectsWrite) && !entry.isRemoved)
  }

  var html: HTML {
    guard !page.isNew else { return .empty }
    let (t, csrf) = (page.member.t, page.member.exchange.csrfToken)
    guard place.isChangeable || !page.files.isEmpty else { return .empty }
    let wrong = problems.filter { $0.field == "file" }.map { t($0.message) }
    let list = AttachmentList(
      page.files, removed: page.removedFiles, at: place, csrf: csrf, now: page.member.now, t)
    return Card(
      t("projects.ledger.evidence"),
      "\(list)\(AttachmentForm(at: place, csrf: csrf, error: wrong.isEmpty ? nil : wrong.joined(separator: " "), t))"
    ).html
  }
}
