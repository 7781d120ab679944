import Documents
import Localization
package import Platform
import Records
import Values
package import Views

extension ImportPages {
  /// A batch as it stands: working, checked, written, taken back or failed.
  /// - Parameters:
  ///   - rows: the page of rows that `address` asks for.
  ///   - address: of the list of rows, with its filter.
  ///   - remedy: what the reader may have made for wrong rows.
  package func batch(
    _ batch: ImportBatch, rows: RowsOnPage, address list: ListAddress, remedy: ImportRemedy? = nil
  ) -> PageContent {
    var content: HTML = "\(steps(batch))\(note(batch))"
    if batch.state.isRunning {
      content += running(batch)
    } else if batch.state != .uploaded {
      if batch.counts.all > 0 { content += tiles(batch, list) }
      content += leftOut(batch)
      content += remedy.map { offer($0, batch) } ?? .empty
      content += decision(batch)
      if batch.counts.all > 0 { content += table(batch, rows, list).html }
    }
    return PageContent(
      title: batch.fileName, crumbs: crumbs + [Crumb(batch.fileName)], titleNote: "\(badge(batch))",
      actions: actions(batch), refreshAfter: batch.state.isRunning ? 3 : nil,
      content: "<div class=\"stack\">\(content)</div>")
  }

  /// The question before a batch is taken back, as a page of its own.
  package func takeBackPage(_ batch: ImportBatch) -> PageContent {
    PageContent(
      title: t("kit.imports.undo.title"), crumbs: crumbs + [Crumb(batch.fileName, address(batch))],
      content: Card(
        nil,
        FormView(
          action: address(batch, "/undo"), csrf: csrf, t,
          """
          \(takeBackWords(batch))\
          \(ButtonBar("\(Button(t("kit.imports.undo.do"), style: .danger))\(LinkButton(t("kit.cancel"), to: address(batch), style: .quiet))"))
          """)
      ).html)
  }

  private func takeBackWords(_ batch: ImportBatch) -> HTML {
    """
    <p>\(t("kit.imports.undo.text", ["count": FigureText.grouped(batch.writtenCount)]))</p>\
    <p class="soft">\(t("kit.imports.undo.condition"))</p>
    """
  }

  private func note(_ batch: ImportBatch) -> HTML {
    guard let note = batch.note else { return .empty }
    return Alert(batch.state == .failed ? .bad : .warning, title: t(note)).html
  }

  private func running(_ batch: ImportBatch) -> HTML {
    let share = desk.progress.share(of: batch.id)
    let since = [batch.createdAt, batch.checkedAt, batch.committedAt].compactMap(\.self).max() ?? now
    // Shown when it takes so long that somebody begins to wonder.
    let resume: HTML =
      now.since(since) > .seconds(180)
      ? PostButton(t("kit.imports.resume"), to: address(batch, "/resume"), csrf: csrf, style: .quiet).html : .empty
    return Card(
      nil, footer: resume,
      JobProgress(
        t("kit.imports.running.\(batch.state.rawValue)"), done: share?.done ?? 0, total: share?.total,
        text: t("kit.imports.running.text"), events: address(batch, "/events"), t)
    ).html
  }

  private func tiles(_ batch: ImportBatch, _ list: ListAddress) -> HTML {
    var tiles = ImportRowState.allCases.map { state in
      let count = batch.counts[state]
      return StatTile(
        t("kit.imports.state.\(state.rawValue)"), FigureText.grouped(count),
        note: t("kit.imports.tile.\(state.rawValue)"),
        tone: state == .wrong && count > 0 ? .bad : .neutral, link: list.setting("show", state.rawValue).link)
    }
    if batch.counts.warned > 0 {
      tiles.append(
        StatTile(
          t("kit.imports.state.warned"), FigureText.grouped(batch.counts.warned), note: t("kit.imports.tile.warned"),
          tone: .warning, link: list.setting("show", "warned").link))
    }
    return StatRow(tiles).html
  }

  private func offer(_ remedy: ImportRemedy, _ batch: ImportBatch) -> HTML {
    let items = remedy.items.prefix(20).joined(separator: "、") + (remedy.items.count > 20 ? "…" : "")
    let button = PostButton(t(remedy.action), to: address(batch, "/remedy"), csrf: csrf, icon: .plus, isSmall: true)
    return Alert(.warning, title: t(remedy.title), "<p>\(items)</p>\(button)").html
  }

  private func leftOut(_ batch: ImportBatch) -> HTML {
    guard batch.state == .checked else { return .empty }
    let headings = batch.sheet.headings.enumerated().filter { place, heading in
      let isFree = !batch.mapping.columns.indices.contains(place) || batch.mapping.columns[place] == nil
      let hasValues = batch.sheet.samples.indices.contains(place) && !batch.sheet.samples[place].isEmpty
      return isFree && hasValues && desk.names.match(heading) != .ignored
    }.map(\.element)
    guard !headings.isEmpty else { return .empty }
    return Alert(
      .info, title: t("kit.imports.leftOut", ["columns": headings.joined(separator: "、")]),
      "<p><a href=\"\(address(batch, "/mapping"))\">\(t("kit.imports.mapping.change"))</a></p>"
    ).html
  }

  /// What can be done now: the one main button of the page.
  private func decision(_ batch: ImportBatch) -> HTML {
    switch batch.state {
    case .checked: return confirmation(batch)
    case .committed:
      let words = t("kit.imports.written", ["count": FigureText.grouped(batch.writtenCount)])
      let wrong = FigureText.grouped(batch.counts.wrong)
      let more: HTML = batch.counts.wrong > 0 ? "<p>\(t("kit.imports.written.wrong", ["count": wrong]))</p>" : .empty
      let dialog = Dialog(
        id: "undo", title: t("kit.imports.undo.title"), postsTo: address(batch, "/undo"), csrf: csrf,
        takeBackWords(batch), actions: "\(Button(t("kit.imports.undo.do"), style: .danger))", t)
      return "\(Alert(.ok, title: words, more))\(desk.mayBeTakenBack(batch) ? dialog.html : .empty)"
    case .undone:
      return Alert(.info, title: t("kit.imports.undone", ["count": FigureText.grouped(batch.writtenCount)])).html
    case .failed:
      return PostButton(
        t("kit.imports.again"), to: address(batch, "/again"), csrf: csrf, style: .primary, icon: .undo
      ).html
    case .uploaded, .checking, .committing, .undoing: return .empty
    }
  }

  private func confirmation(_ batch: ImportBatch) -> HTML {
    let counts = batch.counts
    let count = counts.new + counts.changed
    guard count > 0 else {
      return Alert(.info, title: t(counts.wrong > 0 ? "kit.imports.nothingRight" : "kit.imports.nothingToDo")).html
    }
    let skipped = counts.wrong > 0 ? t("kit.imports.confirm.wrong", ["count": FigureText.grouped(counts.wrong)]) : nil
    let main = Button(t(kind.text("confirm"), ["count": FigureText.grouped(count)]), style: .primary, icon: .check)
    let onlyNew: HTML =
      counts.new > 0 && counts.changed > 0
      ? Button(t("kit.imports.confirm.onlyNew", ["count": FigureText.grouped(counts.new)]), name: "only", value: "new")
        .html
      : .empty
    return FormView(
      action: address(batch, "/confirm"), csrf: csrf, guardsChanges: false, t,
      ButtonBar(note: skipped, "\(main)\(onlyNew)").html
    ).html
  }

  private func actions(_ batch: ImportBatch) -> HTML {
    var actions = HTML.empty
    if batch.counts.wrong > 0, !batch.state.isRunning {
      actions +=
        LinkButton(
          t("kit.imports.wrongRows.download", ["count": FigureText.grouped(batch.counts.wrong)]),
          to: address(batch, "/wrong.xlsx"), icon: .download, isDownload: true
        ).html
    }
    if batch.state == .checked, batch.counts.wrong > 0 {
      actions += PostButton(t("kit.imports.again"), to: address(batch, "/again"), csrf: csrf, icon: .undo).html
    }
    switch batch.state {
    case .committed where desk.mayBeTakenBack(batch):
      actions +=
        LinkButton(t("kit.imports.undo"), to: address(batch, "/undo"), style: .danger, icon: .undo, opens: "undo").html
    case .checked, .failed, .uploaded, .undone:
      actions +=
        PostButton(
          t("kit.imports.discard"), to: address(batch, "/discard"), csrf: csrf, style: .quiet, icon: .trash,
          confirm: t("kit.imports.discard.confirm")
        ).html
    default: break
    }
    return actions
  }
}
