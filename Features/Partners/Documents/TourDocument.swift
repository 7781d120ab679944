import Database
import Documents
import Localization
import Organizations
import Platform
import Values

/// A tour on paper: the plan before and on the way, the report when it is over.
struct TourDocument {
  let page: TourPage

  private var t: Localizer { page.member.t }
  private var words: TourWords { TourWords(t: t) }
  private var isReport: Bool { page.tour.state == .finished || page.tour.endsOn < page.member.now.day }

  var title: String {
    "\(t(isReport ? "partners.tour.document.report" : "partners.tour.document.plan")) \(page.tour.title)"
  }

  func sheet(made: Instant) -> DocumentSheet {
    let tour = page.tour
    let frame = DocumentFrame(
      t, school: page.record.schoolName,
      title: t(isReport ? "partners.tour.document.report" : "partners.tour.document.plan"), subtitle: tour.title,
      number: t("partners.tour.state.\(tour.state.rawValue)"), made: made)
    var blocks: [DocumentBlock] = [.facts(facts)]
    if isReport {
      blocks += [.heading(t("partners.tour.byCity")), cities]
      if !tour.summary.isEmpty { blocks += [.heading(t("partners.tour.summary")), .paragraph(tour.summary)] }
    }
    blocks.append(.heading(t("partners.tour.document.stops")))
    for stop in page.stops { blocks += self.stop(stop) }
    let added = page.progress.rows(.added)
    if !added.isEmpty {
      blocks += [.heading(t("partners.tour.view.added"), level: 2), table(added)]
    }
    blocks.append(.note(t("partners.tour.document.note")))
    return DocumentSheet(frame, blocks)
  }

  private var facts: [DocumentFact] {
    let tour = page.tour
    func fact(_ label: String, _ value: String, isWide: Bool = false) -> DocumentFact {
      DocumentFact(t(label), value.isEmpty ? "—" : value, isWide: isWide)
    }
    let all = page.progress.figures()
    var facts = [
      fact("partners.tour.period", TourWords.period(tour.beginsOn, tour.endsOn)),
      fact("partners.tour.lead", page.record.leadName),
      fact("partners.field.department", page.record.departmentName),
      fact("partners.tour.cities", words.cities(page.progress.cities)),
      fact("partners.tour.people", t.list(tour.people.map { $0.line.text }), isWide: true),
      fact("partners.tour.purpose", tour.purpose, isWide: true),
    ]
    if tour.state == .cancelled { facts.append(fact("partners.tour.reason", tour.reason, isWide: true)) }
    guard isReport else { return facts }
    return facts + [
      fact("partners.tour.seenOfPlanned", "\(all.seen) / \(all.planned)"),
      fact("partners.tour.view.added", "\(all.added)"), fact("partners.visit.posts", t.number(all.posts)),
      fact("partners.visit.averagePay", words.pay(all)),
      fact("partners.visit.opening.kind.intern", t.number(all.interns)),
      fact("partners.visit.opening.kind.hire", t.number(all.hires)),
      fact("partners.visit.outcome", words.outcomes(all), isWide: true),
    ]
  }

  private var cities: DocumentBlock {
    let keys = [
      "partners.tour.view.planned", "partners.tour.view.seen", "partners.tour.view.added", "partners.visit.posts",
      "partners.visit.averagePay", "partners.visit.opening.kind.intern", "partners.visit.opening.kind.hire",
    ]
    func row(_ name: String, _ figures: TourFigures) -> [String] {
      [
        name, "\(figures.planned)", "\(figures.seen)", "\(figures.added)", t.number(figures.posts), words.pay(figures),
        t.number(figures.interns), t.number(figures.hires),
      ]
    }
    return .table(
      [DocumentColumn(t("partners.tour.city"), weight: 1.4)]
        + keys.map { DocumentColumn(t($0), weight: 1, align: .end) },
      rows: page.progress.cities.map { row(TourWords.city($0), page.progress.figures(in: $0)) }
        + [row(t("partners.tour.total"), page.progress.figures())])
  }

  private func stop(_ stop: TourStop) -> [DocumentBlock] {
    let heading = t(
      "partners.tour.stop.heading",
      ["days": TourWords.period(stop.day, stop.lastDay), "place": TourWords.region(stop.region)])
    var blocks: [DocumentBlock] = [.heading(heading, level: 2)]
    var lines: [String] = []
    if stop.state == .cancelled { lines.append("\(t("partners.tour.stop.cancelled")) \(stop.reason)") }
    let authority = words.authority(stop, unmasked: false)
    if !authority.isEmpty { lines.append("\(t("partners.tour.stop.authority")) \(authority)") }
    if !stop.note.isEmpty { lines.append(stop.note) }
    if !lines.isEmpty { blocks.append(.paragraph(lines.joined(separator: "\n"))) }
    let rows = page.progress.rows.filter { $0.stop?.id == stop.id }
    blocks.append(rows.isEmpty ? .paragraph(t("partners.tour.noPartners")) : table(rows))
    return blocks
  }

  private func table(_ rows: [TourRow]) -> DocumentBlock {
    let today = page.member.now.day
    return .table(
      [
        DocumentColumn(t("partners.tour.line.at"), weight: 1.1), DocumentColumn(t("partners.field.name"), weight: 2.4),
        DocumentColumn(t("partners.tour.line.who"), weight: 1.4),
        DocumentColumn(t("partners.tour.row.state"), weight: 0.9),
        DocumentColumn(t("partners.visit.result"), weight: 3),
      ],
      rows: rows.map { row in
        let line = row.line?.line
        let when = [(row.day ?? row.visits.first?.visit.day)?.description ?? "", line?.at ?? ""]
        let more =
          row.isSeen
          ? words.result(row)
          : [line?.reason ?? "", line?.note ?? ""].filter { !$0.isEmpty }
            .joined(separator: " ")
        return [
          when.filter { !$0.isEmpty }.joined(separator: " "), row.name, line?.who ?? "",
          words.rowWords(row, today: today), VisitWords.short(more, 160),
        ]
      })
  }
}
