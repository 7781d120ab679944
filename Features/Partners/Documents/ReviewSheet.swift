import Activity
import Documents
import Localization
import Organizations
import Platform
import Records
import Values

/// 资质审查表: the checklist with its evidence, the inspection, the decisions, and places to sign and seal.
struct ReviewSheet {
  let page: ReviewPage
  let schoolName: String

  private var t: Localizer { page.member.t }
  private var review: QualificationReview { page.review }

  func sheet(made: Instant) -> DocumentSheet {
    let frame = DocumentFrame(
      t, school: schoolName, title: t("partners.document.review.title"), subtitle: page.partner.enterprise.name,
      number: page.partner.enterprise.creditCode, made: made)
    return DocumentSheet(
      frame,
      [
        .heading(t("partners.review.facts")), .facts(facts), .heading(t("partners.review.checklist")), checklist,
        .heading(t("partners.review.inspection")), .facts(inspection), inspectionTable,
        .heading(t("partners.review.story")), story, .signatures(parties),
      ])
  }

  private var facts: [DocumentFact] {
    func person(_ person: QualificationReview.Person?, _ at: Instant?) -> String {
      let words = [person?.name, at?.minuteText].compactMap(\.self).joined(separator: " ")
      return words.isEmpty ? "—" : words
    }
    var facts = [
      DocumentFact(t("activity.document.state"), t(review.state.label)),
      DocumentFact(t("partners.review.validity"), review.validUntil?.description ?? "—"),
      DocumentFact(t("partners.review.createdBy"), person(review.createdBy, review.createdAt)),
      DocumentFact(t("partners.review.submittedBy"), person(review.submittedBy, review.submittedAt)),
      DocumentFact(t("partners.review.decidedBy"), person(review.decidedBy, review.decidedAt)),
    ]
    if !review.reason.isEmpty {
      facts.append(DocumentFact(t("partners.document.reason"), review.reason, isWide: true))
    }
    if !review.mend.isEmpty {
      let mend = review.mend.map { page.words.label(of: $0) }.joined(separator: "；")
      facts.append(DocumentFact(t("partners.document.review.mend"), mend, isWide: true))
    }
    return facts
  }

  private var checklist: DocumentBlock {
    let answers = review.answers
    return .table(
      columns(evidence: true),
      rows: ReviewItem.allCases.enumerated().map { index, item in
        let dated: String =
          switch item {
          case .credit where !answers.creditCheckedOn.isEmpty:
            t("partners.review.checkedOn", ["date": answers.creditCheckedOn])
          case .safety where !answers.lastViolationOn.isEmpty:
            t("partners.review.violationOn", ["date": answers.lastViolationOn])
          default: ""
          }
        let note = [dated, answers.items[item]?.note ?? ""].filter { !$0.isEmpty }.joined(separator: "\n")
        return [
          "\(index + 1)", "\(t(item.label))\n\(t("\(item.label).rule"))", finding(answers.items[item]), note,
          page.files(item.field).map(\.name).joined(separator: "\n"),
        ]
      })
  }

  private var inspection: [DocumentFact] {
    let answers = review.answers
    let reports = page.files(InspectionItem.slot).map(\.name).joined(separator: "\n")
    return [
      DocumentFact(t("partners.review.field.inspectedOn"), answers.inspectedOn.isEmpty ? "—" : answers.inspectedOn),
      DocumentFact(t("partners.review.field.inspectors"), answers.inspectors.isEmpty ? "—" : answers.inspectors),
      DocumentFact(t("partners.review.column.report"), reports.isEmpty ? "—" : reports, isWide: true),
      DocumentFact(
        t("partners.review.field.conclusion"), answers.conclusion.isEmpty ? "—" : answers.conclusion, isWide: true),
    ]
  }

  private var inspectionTable: DocumentBlock {
    .table(
      columns(evidence: false),
      rows: InspectionItem.allCases.enumerated().map { index, item in
        let answer = review.answers.inspection[item]
        return ["\(index + 1)", t(item.label), finding(answer), answer?.note ?? ""]
      })
  }

  private var story: DocumentBlock {
    .table(
      [
        DocumentColumn(t("partners.document.when"), weight: 1.3), DocumentColumn(t("partners.document.who"), weight: 1),
        DocumentColumn(t("partners.document.what"), weight: 1.1),
        DocumentColumn(t("partners.document.reason"), weight: 3),
      ],
      rows: page.steps.reversed().map { step in
        [
          step.at.minuteText, step.person.isEmpty ? t("activity.program") : step.person,
          t("partners.review.act.\(step.act.rawValue)"), step.reason,
        ]
      })
  }

  private var parties: [DocumentParty] {
    ["department", "office"].map { role in
      DocumentParty(
        role: t("partners.document.review.\(role)"), name: "",
        lines: [
          DocumentParty.Line(t("partners.document.review.sign")),
          DocumentParty.Line(t("partners.document.review.date")),
        ], seal: t("kit.documents.seal"))
    }
  }

  private func columns(evidence: Bool) -> [DocumentColumn] {
    let first = [
      DocumentColumn(t("partners.document.number"), weight: 0, align: .center),
      DocumentColumn(t("partners.review.column.item"), weight: 2.6),
      DocumentColumn(t("partners.review.column.finding"), weight: 0.8, align: .center),
      DocumentColumn(t("partners.review.column.note"), weight: 2),
    ]
    return first + (evidence ? [DocumentColumn(t("partners.review.column.files"), weight: 1.8)] : [])
  }

  private func finding(_ finding: ReviewFinding?) -> String {
    guard let result = finding?.result else { return "—" }
    return t("partners.review.finding.\(result.rawValue)")
  }
}
