package import Localization
package import Platform
package import Values
import Views

/// The pages of one kind of import, for one reader.
package struct ImportPages<Kind: ImportKind>: Sendable {
  let desk: ImportDesk<Kind>
  let t: Localizer
  let csrf: String
  let now: Instant

  package init(_ desk: ImportDesk<Kind>, _ t: Localizer, csrf: String, now: Instant) {
    self.desk = desk
    self.t = t
    self.csrf = csrf
    self.now = now
  }

  var kind: Kind { desk.kind }

  func address(_ batch: ImportBatch, _ rest: String = "") -> Link {
    Link(kind.link(to: batch).text + rest)
  }

  /// The batches of a school, and the place to hand in the next sheet.
  /// - Parameters:
  ///   - people: names of the accounts that handed sheets in.
  ///   - problem: why a file was refused.
  ///   - hasMore: whether there are older batches than these.
  package func list(
    _ batches: [ImportBatch], people: [Int64: String], problem: Message? = nil, hasMore: Bool = false
  ) -> PageContent {
    let upload = FormView(
      action: kind.path, csrf: csrf, isMultipart: true, guardsChanges: false, hasErrors: problem != nil, t,
      """
      \(ErrorSummary(problem.map { [.init(field: "file", t($0))] } ?? [], t))\
      \(FormField.dropZone("file", label: t("kit.imports.file"), accept: ".xlsx,.xls,.ods,.csv,.et",
        limit: t("kit.imports.file.limit", ["rows": FigureText.grouped(ImportBatch.mostRows)]),
        error: problem.map { t($0) }, required: true, t))\
      \(ButtonBar(note: t("kit.imports.nothingWritten"), "\(Button(t("kit.imports.handIn"), style: .primary, icon: .upload))"))
      """)
    let table = DataTable(
      caption: t("kit.imports.batches"),
      columns: [
        .init("file", t("kit.imports.column.file"), phone: .title), .init("state", t("kit.imports.column.state")),
        .init("new", t("kit.imports.state.new"), alignment: .end, isNarrow: true),
        .init("changed", t("kit.imports.state.changed"), alignment: .end, isNarrow: true),
        .init("wrong", t("kit.imports.state.wrong"), alignment: .end, isNarrow: true),
        .init("by", t("kit.imports.column.by")), .init("at", t("kit.imports.column.at")),
      ],
      rows: batches.map { batch in
        DataTable.Row(
          id: "\(batch.id)", name: batch.fileName, link: address(batch),
          [
            .text(batch.fileName, second: batch.sheet.name.isEmpty ? nil : batch.sheet.name),
            .init("\(badge(batch))"), .number(batch.counts.new), .number(batch.counts.changed),
            .number(batch.counts.wrong),
            .text(batch.owner.accountID.map { people[$0] ?? "" } ?? t("kit.imports.commandLine")),
            .init("\(RelativeTime(batch.createdAt, now: now, t))"),
          ])
      },
      pager: hasMore ? Pager(previous: nil, next: older(batches), t) : nil,
      empty: EmptyState(icon: .upload, title: t("kit.imports.none"), text: t("kit.imports.none.text")), id: "batches", t
    )
    return PageContent(
      title: t(kind.text("title")), crumbs: [recordsCrumb, Crumb(t(kind.text("title")))], actions: templateButton,
      status: problem == nil ? 200 : 422,
      content: """
        <p>\(t(kind.text("intro")))</p>\(Card(nil, upload))\(table)
        """)
  }

  private func older(_ batches: [ImportBatch]) -> Link? {
    batches.last.map { kind.path.with([("before", $0.id.description)]) }
  }

  var templateButton: HTML {
    LinkButton(
      t("kit.imports.template"), to: Link("\(kind.path.text)/template.xlsx"), icon: .download, isDownload: true
    ).html
  }

  var recordsCrumb: Crumb { Crumb(t(kind.text("records")), kind.recordsPath) }

  var crumbs: [Crumb] { [recordsCrumb, Crumb(t(kind.text("title")), kind.path)] }

  func badge(_ batch: ImportBatch) -> Badge {
    let tone: Tone =
      switch batch.state {
      case .uploaded, .checked: .warning
      case .checking, .committing, .undoing: .info
      case .committed: .ok
      case .undone: .neutral
      case .failed: .bad
      }
    return Badge(tone, t("kit.imports.batch.\(batch.state.rawValue)"))
  }

  /// How far the batch is on its way.
  func steps(_ batch: ImportBatch) -> Steps {
    let order: [(String, [ImportBatch.State])] = [
      ("mapping", [.uploaded]), ("check", [.checking]), ("confirm", [.checked]), ("written", [.committing]),
    ]
    let place =
      batch.state == .failed
      ? (batch.checkedAt == nil ? 1 : 3) : order.firstIndex { $0.1.contains(batch.state) } ?? order.count
    let steps = order.enumerated().map { index, step in
      let state: Steps.State =
        index < place ? .done : index > place ? .upcoming : batch.state == .failed ? .problem : .current
      return Steps.Step(t("kit.imports.step.\(step.0)"), state)
    }
    return Steps(t("kit.imports.steps"), [Steps.Step(t("kit.imports.step.file"), .done, note: batch.fileName)] + steps)
  }
}
