import Localization
package import Platform
package import Records
import Views

extension ImportPages {
  /// Which column of the sheet fills which field, as a person sets it.
  /// - Parameters:
  ///   - chosen: what was chosen when the form comes back; `nil` shows the batch's mapping.
  package func mapping(
    _ batch: ImportBatch, chosen: [String?]? = nil, problems: [FieldProblem] = []
  ) -> PageContent {
    let columns = chosen ?? batch.mapping.columns
    let words = desk.words(t)
    let summary = ErrorSummary(
      problems.map { .init(field: place(of: $0.field, in: columns).map { "column.\($0)" }, words($0)) }, t)
    let form = FormView(
      action: address(batch, "/mapping"), csrf: csrf, hasErrors: !problems.isEmpty, t,
      """
      \(summary)\(Card(t("kit.imports.mapping.title"), isFlush: true, mappingTable(batch, columns)))\
      \(ButtonBar(note: t("kit.imports.nothingWritten"), """
        \(Button(t("kit.imports.mapping.check"), style: .primary, icon: .check))\
        \(LinkButton(t("kit.cancel"), to: kind.path, style: .quiet))
        """))
      """)
    return PageContent(
      title: t("kit.imports.mapping.title"), crumbs: crumbs + [Crumb(batch.fileName)], titleNote: "\(badge(batch))",
      actions: templateButton, status: problems.isEmpty ? 200 : 422,
      content: """
        <div class="stack">\(steps(batch))\(explanation(batch))\(sheetForm(batch))\(form)</div>
        """)
  }

  private func explanation(_ batch: ImportBatch) -> HTML {
    guard batch.mapping.headerRow > 0 else {
      return Alert(
        .warning, title: t("kit.imports.mapping.noHeader"), HTML.text(t("kit.imports.mapping.noHeader.text"))
      ).html
    }
    let missing = batch.mapping.problems(kind.columns).filter { $0.message.key == "kit.imports.mapping.required" }
    guard missing.isEmpty else {
      let names = missing.compactMap { kind.column($0.field) }.map { t($0.label) }.joined(separator: "、")
      return Alert(.warning, title: t("kit.imports.mapping.missing", ["columns": names])).html
    }
    return Alert(.info, title: t("kit.imports.mapping.look")).html
  }

  /// Another sheet of the workbook, another row of headings.
  private func sheetForm(_ batch: ImportBatch) -> HTML {
    let rows =
      [FormField.Choice("0", t("kit.imports.mapping.noHeaderRow"))]
      + batch.sheet.firstRows.map { row in
        FormField.Choice("\(row.number)", t("kit.imports.mapping.row", ["row": "\(row.number)", "words": row.words]))
      }
    let sheets: HTML =
      batch.sheet.sheets.count > 1
      ? FormField.select(
        "sheet", label: t("kit.imports.mapping.sheet"), choices: batch.sheet.sheets.map { .init($0, $0) },
        value: batch.sheet.name
      ).html : FormField.hidden("sheet", batch.sheet.name)
    let fields: HTML = """
      \(sheets)\(FormField.select("headerRow", label: t("kit.imports.mapping.headerRow"), choices: rows,
        value: "\(batch.mapping.headerRow)", width: .full))\
      \(ButtonBar("\(Button(t("kit.imports.mapping.lookAgain")))"))
      """
    let form = FormView(action: address(batch, "/sheet"), csrf: csrf, guardsChanges: false, t, fields)
    return """
      <details class="card"><summary>\(t("kit.imports.mapping.otherSheet"))</summary>\(form)</details>
      """
  }

  private func mappingTable(_ batch: ImportBatch, _ columns: [String?]) -> HTML {
    let choices = kind.columns.map { column in
      (key: column.key, label: t(column.label) + (column.isRequired ? t("kit.imports.template.required") : ""))
    }
    let rows = batch.sheet.headings.enumerated().map { place, heading -> HTML in
      let chosen = columns.indices.contains(place) ? columns[place] : nil
      let options = choices.map { choice -> HTML in
        "<option value=\"\(choice.key)\"\(if: choice.key == chosen, " selected=\"\"")>\(choice.label)</option>"
      }
      let name = "column.\(place)"
      let samples = batch.sheet.samples.indices.contains(place) ? batch.sheet.samples[place] : []
      return """
        <tr><th scope="row">\(heading)\(remark(place, batch))</th><td class="soft">\(samples.joined(separator: " / "))</td>\
        <td><select class="medium" id="\(FormField.id(of: name))" name="\(name)" aria-label="\(heading)">\
        <option value="">\(t("kit.imports.mapping.leave"))</option>\(options)</select></td></tr>
        """
    }
    return """
      <div class="scroll"><table class="plain"><caption class="visually-hidden">\(t("kit.imports.mapping.title"))</caption>\
      <thead><tr><th scope="col">\(t("kit.imports.mapping.heading"))</th>\
      <th scope="col">\(t("kit.imports.mapping.samples"))</th><th scope="col">\(t("kit.imports.mapping.field"))</th></tr></thead>\
      <tbody>\(rows)</tbody></table></div>
      """
  }

  private func remark(_ place: Int, _ batch: ImportBatch) -> HTML {
    if batch.sheet.guessed.contains(place) { return " \(Badge(.warning, t("kit.imports.mapping.guessed")))" }
    if batch.sheet.repeated.contains(place) { return " \(Badge(.warning, t("kit.imports.mapping.repeated")))" }
    return .empty
  }

  /// The first column of the sheet that fills a field; a missing field leads to the first that fills nothing.
  private func place(of field: String, in columns: [String?]) -> Int? {
    columns.lastIndex(of: field) ?? columns.firstIndex(of: nil)
  }
}
