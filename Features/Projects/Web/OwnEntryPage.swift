import Activity
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `…/entries/new` of the enterprise: what it gave or gained, in what its kind is measured in, with files as evidence.
struct OwnEntryPage {
  let visit: BalanceVisit
  var typed: FormData?

  private var t: Localizer { visit.t }

  /// An entry of the kind that was chosen; `nil` before one is.
  var blank: LedgerEntry? {
    let name = (typed ?? visit.exchange.query)["kind"]
    guard let kind = name.flatMap({ LedgerKind(rawValue: $0) }) else { return nil }
    let place = visit.place
    let last = CivilDate(year: place.year, month: 12, day: 31) ?? visit.now.day
    var entry = LedgerEntry(
      id: ID(rawValue: 0), school: place.schoolID, partnership: place.id, kind: kind, day: min(last, visit.now.day))
    entry.side = kind.sides.contains(.enterprise) ? .enterprise : kind.usualSide
    return entry
  }

  func reply(problems: [FieldProblem] = []) async throws -> Reply {
    guard visit.isOpen else { return .redirect(to: visit.page) }
    let place = visit.place
    return try await visit.reply(
      PageContent(
        title: t("projects.own.new"),
        crumbs: [
          Crumb(t("projects.own.title", ["school": place.schoolName, "year": "\(place.year)"]), visit.page),
          Crumb(t("projects.own.new")),
        ], status: problems.isEmpty ? 200 : 422,
        content: "<div class=\"stack\">\(chooser)\(blank.map { form($0, problems) } ?? .empty)</div>"))
  }

  private var chooser: HTML {
    let choices = LedgerKind.allCases.map { kind in
      FormField.Choice(
        kind.rawValue, t(kind.label), group: t(kind.isGiven ? "projects.ledger.given" : "projects.ledger.gained"))
    }
    let view = FormView(
      action: visit.below("entries/new"), csrf: nil, t,
      """
      \(FormField.select("kind", label: t("projects.ledger.kind"), choices: choices, value: blank?.kind.rawValue, blank: t("projects.choose"), hint: t("projects.ledger.kind.hint"), required: true))\
      \(ButtonBar("\(Button(t("projects.ledger.choose"), style: blank == nil ? .primary : .secondary))\(LinkButton(t("kit.cancel"), to: visit.page, style: .quiet))"))
      """)
    return Card(t("projects.ledger.what"), view).html
  }

  private func form(_ entry: LedgerEntry, _ problems: [FieldProblem]) -> HTML {
    let description = LedgerFields.description(entry.kind)
    let fields = RecordForm(description, record: entry, typed: typed, problems: problems, t)
    let evidence = problems.filter { $0.field == "evidence" || $0.field == "file" }.map { t($0.message) }
    let view = FormView(
      action: visit.below("entries"), csrf: visit.exchange.csrfToken, isMultipart: true,
      hasErrors: !problems.isEmpty, t,
      """
      \(fields.summary)\(FormField.hidden("kind", entry.kind.rawValue))\
      \(fields.fields(description.fields.map(\.name)))\
      \(FormField.file("evidence", label: t("projects.own.evidence"), accept: AttachmentRules.endings, isMultiple: true, hint: t("projects.own.evidence.hint"), error: evidence.isEmpty ? nil : evidence.joined(separator: " ")))\
      \(UploadProgress(t))<p class="soft">\(t("projects.own.new.text"))</p>\
      \(ButtonBar("\(Button(t("projects.own.send"), style: .primary))\(LinkButton(t("kit.cancel"), to: visit.page, style: .quiet))"))
      """)
    return Card(t(entry.kind.label), view).html
  }
}
