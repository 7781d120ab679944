import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/agreements/{agreement}/differences`: the text against the template it was drafted from.
struct DifferencesPage {
  let page: AgreementPage

  init(_ page: AgreementPage) {
    self.page = page
  }

  func reply() async throws -> Reply {
    let t = page.member.t
    guard let template = page.templateText else {
      return try await page.framed(
        .differences,
        EmptyState(icon: .file, title: t("agreements.differences.none"), text: t("agreements.differences.none.text"))
          .html
      )
    }
    let comparison = TextComparison(template: template, agreement: page.agreement.text)
    return try await page.framed(
      .differences,
      "<p class=\"soft\">\(t("agreements.differences.intro"))</p>\(ComparisonTable(comparison, before: t("agreements.differences.template"), after: t("agreements.differences.own"), in: page.agreement.language, t))"
    )
  }
}

/// `/agreements/{agreement}/versions`: the words at each submission, two side by side.
struct VersionsPage {
  let page: AgreementPage

  init(_ page: AgreementPage) {
    self.page = page
  }

  func reply() async throws -> Reply {
    let (t, agreement) = (page.member.t, page.agreement)
    let query = page.member.exchange.query
    let (left, right) = (query["left"].flatMap { Int($0) }, query["right"].flatMap { Int($0) })
    let (versions, before, after) = try await page.member.services.database.read { connection in
      let versions = try AgreementStoryStore.versions(of: agreement, on: connection)
      let newer = right ?? versions.first?.number
      let older = left ?? versions.dropFirst().first?.number
      return (
        versions, try older.flatMap { try AgreementStoryStore.version($0, of: agreement, on: connection) },
        try newer.flatMap { try AgreementStoryStore.version($0, of: agreement, on: connection) }
      )
    }
    guard !versions.isEmpty else {
      return try await page.framed(
        .versions,
        EmptyState(icon: .history, title: t("agreements.versions.none"), text: t("agreements.versions.none.text")).html)
    }
    let choices = versions.map { FormField.Choice("\($0.number)", title($0)) }
    let form = FormView(
      action: AgreementLinks.page(agreement.id, "versions"), csrf: nil, t,
      """
      \(FieldGroup(t("agreements.versions.choose"), isPaired: true, "\(FormField.select("left", label: t("agreements.versions.before"), choices: choices, value: before.map { "\($0.number)" }, blank: t("agreements.nobody")))\(FormField.select("right", label: t("agreements.versions.after"), choices: choices, value: after.map { "\($0.number)" }))"))\
      \(ButtonBar("\(Button(t("agreements.versions.compare")))"))
      """)
    return try await page.framed(.versions, "\(Card(nil, form))\(compared(before, after))")
  }

  private func title(_ version: AgreementVersion) -> String {
    page.member.t(
      "agreements.versions.title",
      [
        "number": "\(version.number)", "act": page.member.t(version.act.label), "date": version.madeAt.day.description,
        "name": version.maker,
      ])
  }

  private func compared(_ before: AgreementVersion?, _ after: AgreementVersion?) -> HTML {
    let t = page.member.t
    guard let after else { return .empty }
    guard let before else {
      return Card(title(after), ClauseWords.html(after.clauses, annexes: after.annexes, in: page.agreement.language, t))
        .html
    }
    let words = AgreementWords(t: t)
    let facts = [
      DifferenceTable.Change(
        t("agreements.field.term"), before: words.term(before.startOn, before.endOn),
        after: words.term(after.startOn, after.endOn)),
      DifferenceTable.Change(
        t("agreements.field.amount"), before: before.amount.map { t.money(fen: $0) } ?? "",
        after: after.amount.map { t.money(fen: $0) } ?? ""),
    ]
    let changed = before.startOn != after.startOn || before.endOn != after.endOn || before.amount != after.amount
    let table: HTML = changed ? Card(t("agreements.facts"), DifferenceTable(facts, t)).html : .empty
    return table
      + ComparisonTable(
        TextComparison(before.clauses, after.clauses), before: title(before), after: title(after),
        in: page.agreement.language, t
      ).html
  }
}

/// Two texts side by side, clause by clause, with what is gone and what came marked.
struct ComparisonTable: Component {
  let comparison: TextComparison
  let before: String
  let after: String
  /// Of the texts.
  let language: Language
  let t: Localizer

  init(_ comparison: TextComparison, before: String, after: String, in language: Language, _ t: Localizer) {
    self.comparison = comparison
    self.language = language
    self.before = before
    self.after = after
    self.t = t
  }

  var html: HTML {
    guard comparison.changes > 0 else { return Alert(.ok, title: t("agreements.differences.same")).html }
    let rows = comparison.lines.filter { $0.change != .same }.map(row)
    let same = comparison.lines.count - comparison.changes
    return """
      <p>\(t("agreements.differences.count", ["count": "\(comparison.changes)", "same": "\(same)"]))</p>\
      <div class="scroll" lang="\(language.rawValue)"><table class="plain difference"><caption class="visually-hidden">\
      \(t("agreements.tab.differences"))</caption><thead><tr><th scope="col">\(t("agreements.clause.heading"))</th>\
      <th scope="col">\(before)</th><th scope="col">\(after)</th></tr></thead><tbody>\(rows)</tbody></table></div>
      """
  }

  private func row(_ line: TextComparison.Line) -> HTML {
    let badge = Badge(
      line.change == .removed ? .bad : line.change == .added ? .ok : .info,
      t("agreements.change.\(line.change.rawValue)"))
    let heading = line.after?.heading ?? line.before?.heading ?? ""
    let (old, new): (HTML, HTML) =
      switch (line.before, line.after) {
      case (let before?, let after?): ClauseWords.pair(before.text, after.text)
      case (let before?, nil): ("<del>\(ClauseWords.breaks(before.text))</del>", HTML.dash)
      case (nil, let after?): (HTML.dash, "<ins>\(ClauseWords.breaks(after.text))</ins>")
      case (nil, nil): (HTML.dash, HTML.dash)
      }
    return "<tr><th scope=\"row\">\(heading)<br/>\(badge)</th><td>\(old)</td><td>\(new)</td></tr>"
  }
}
