import Activity
import Localization
import Organizations
import Records
import Values
import Views

/// Entries that the other side noted, to confirm or dispute one by one or all
/// at once; the same for both sides.
struct LedgerCards {
  let t: Localizer
  let csrf: String
  /// Where answers are posted.
  let action: Link
  /// Who reads.
  let side: LedgerSide
  /// Whether answers are taken.
  let isOpen: Bool
  let now: Instant
  var files: [ID<LedgerEntry>: [Attachment]] = [:]
  /// Where a file of an entry is saved from.
  var file: (LedgerEntry, Attachment) -> Link = { _, file in Link("\(file.id)") }
  var typed: FormData?
  var problems: [FieldProblem] = []

  /// One button for everything that waits, each in the version that is shown here.
  func all(_ rows: [LedgerRow]) -> HTML {
    guard isOpen, rows.count > 1 else { return .empty }
    let sum = rows.reduce(Int64(0)) { $0 + $1.entry.value }
    let words = t("projects.confirm.all.text", ["count": "\(rows.count)", "value": t.money(fen: sum)])
    return FormView(
      action: action, csrf: csrf, guardsChanges: false, t,
      """
      <p>\(words)</p>\(rows.map { FormField.hidden("entries", SeenEntry($0.entry).text) })\
      \(ButtonBar("\(Button(t("projects.confirm.all"), style: .primary, icon: .check, name: "decision", value: "confirmed", confirm: t("projects.confirm.all.sure", ["count": "\(rows.count)"])))"))
      """
    ).html
  }

  /// An entry with what is said of it, and the form of an answer where one is asked for.
  func card(_ row: LedgerRow) -> HTML {
    let entry = row.entry
    let words = LedgerWords(t: t)
    let line = [
      t(entry.kind.isGiven ? "projects.ledger.given" : "projects.ledger.gained"), t(entry.kind.label),
      t(entry.side.label), entry.day.description, row.projectTitle,
    ].filter { !$0.isEmpty }.joined(separator: " · ")
    // The school's notes are its own; what the enterprise wrote itself it may read.
    let note: HTML =
      side == .school || entry.notedSide == .enterprise ? ProjectWords.paragraphs(entry.note) : .empty
    let answer: HTML =
      entry.standing == .disputed
      ? Alert(
        .warning, title: t("projects.confirm.disputedBy", ["name": StandingWords(t: t).who(entry)]),
        ProjectWords.paragraphs(entry.answer)
      ).html : .empty
    let list = files[entry.id] ?? []
    let evidence: HTML =
      list.isEmpty
      ? .empty
      : """
      <ul class="files">\(list.map { "<li>\(FileIcon($0.type))\(FileWords($0, to: file(entry, $0), now: now, t))</li>" as HTML })</ul>
      """
    let asks = isOpen && entry.notedSide != side && entry.standing != .confirmed
    return Card(
      entry.title, actions: StandingWords(t: t).badge(entry).html, id: "entry-\(entry.id)",
      """
      <p class="soft">\(line)</p>\
      <p><strong>\(words.measure(entry))</strong>\(words.promise(entry).map { " <span class=\"soft\">\($0)</span>" as HTML }) \
      \(entry.kind.measure == .promise ? .empty : "<span class=\"soft\">\(t("projects.confirm.value", ["value": t.money(fen: entry.value)]))</span>" as HTML)</p>\
      \(note)\(evidence)\(answer)\(asks ? form(entry) : .empty)\(withdrawal(entry))
      """
    ).html
  }

  /// To confirm is one press; to dispute takes a reason.
  private func form(_ entry: LedgerEntry) -> HTML {
    let seen = SeenEntry(entry)
    let isBack = typed?.all("entries").contains { SeenEntry($0)?.id == entry.id } ?? false
    let error = isBack ? problems.first { $0.field == "answer" }.map { t($0.message) } : nil
    let confirm = FormView(
      action: action, csrf: csrf, guardsChanges: false, t,
      """
      \(FormField.hidden("entries", seen.text))\
      \(ButtonBar("\(Button(t("projects.confirm.yes"), style: .primary, icon: .check, name: "decision", value: "confirmed", isSmall: true))"))
      """)
    let dispute = FormView(
      action: action, csrf: csrf, guardsChanges: false, hasErrors: error != nil, t,
      """
      \(FormField.hidden("entries", seen.text))\
      \(FormField.text("answer.\(entry.id)", label: t("projects.confirm.answer"), value: isBack ? typed?["answer.\(entry.id)"] ?? "" : "", hint: t("projects.confirm.answer.hint"), error: error, required: true, maxLength: LedgerAnswer.Limit.words))\
      \(ButtonBar("\(Button(t("projects.confirm.no"), name: "decision", value: "disputed", isSmall: true))"))
      """)
    guard entry.standing != .disputed else { return confirm.html }
    return """
      \(confirm)<details class="screen-only"\(if: error != nil, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("projects.confirm.differs"))</summary>\(dispute)</details>
      """
  }

  /// The enterprise takes back what it noted and the school has not confirmed.
  private func withdrawal(_ entry: LedgerEntry) -> HTML {
    guard isOpen, side == .enterprise, entry.notedSide == .enterprise, entry.standing != .confirmed else {
      return .empty
    }
    return PostButton(
      t("projects.confirm.withdraw"), to: Link("\(action.text)/withdraw"), csrf: csrf, style: .quiet, icon: .undo,
      fields: [("entry", SeenEntry(entry).text)], confirm: t("projects.confirm.withdraw.sure"), isSmall: true
    ).html
  }
}

/// What was sent of answers: which entries, what, and why.
struct SentAnswer {
  let seen: [SeenEntry]
  let standing: LedgerStanding
  let words: String

  init(_ form: FormData) {
    seen = form.all("entries").compactMap { SeenEntry($0) }
    standing =
      switch form["decision"] {
      case "confirmed": .confirmed
      case "disputed": .disputed
      default: .noted
      }
    words = seen.count == 1 ? FieldText.trimmed(form["answer.\(seen[0].id)"] ?? "") : ""
  }

  /// What came of it, as the next page says it.
  func flash(_ outcome: ConfirmLedger.Outcome) -> FlashWords {
    let names = outcome.late.prefix(5).map(\.title).joined(separator: "、")
    let key = outcome.late.isEmpty ? "projects.flash.\(standing.rawValue)" : "projects.flash.someLate"
    return FlashWords(
      isWarning: !outcome.late.isEmpty, key: key,
      arguments: ["count": "\(outcome.done)", "late": "\(outcome.late.count)", "names": names])
  }

  struct FlashWords {
    let isWarning: Bool
    let key: String
    let arguments: [String: String]
  }
}
