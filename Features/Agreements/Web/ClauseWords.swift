import Localization
import Views

/// The words of a text on a page.
enum ClauseWords {
  /// Lines as paragraphs.
  static func paragraphs(_ text: String) -> HTML {
    text.split(whereSeparator: \.isNewline).map { "<p>\($0)</p>" as HTML }.joined()
  }

  /// "第三条　权利义务", "Article 3  Rights": in the language of the text, whoever reads it.
  static func heading(_ number: Int, _ heading: String, in language: Language) -> String {
    language == .chinese ? "第\(NumberWords.chinese(number))条　\(heading)" : "Article \(number)\u{2002}\(heading)"
  }

  /// A whole text as people read it, with gaps marked.
  /// - Parameters:
  ///   - language: of the text.
  ///   - t: of its reader.
  ///   - beside: what stands below a clause, such as what was said to it.
  static func html(
    _ clauses: [RenderedClause], annexes: [String], in language: Language, _ t: Localizer,
    beside: (RenderedClause) -> HTML = { _ in .empty }
  ) -> HTML {
    var parts: [HTML] = [part(clauses.filter { $0.annex == 0 }, language, t, beside)]
    for (index, title) in annexes.enumerated() {
      let own = clauses.filter { $0.annex == index + 1 }
      guard !own.isEmpty else { continue }
      parts.append("<h2>\(annexTitle(index + 1, title, in: language))</h2>\(part(own, language, t, beside))")
    }
    return "<div lang=\"\(language.rawValue)\" class=\"stack\">\(parts)</div>"
  }

  static func annexTitle(_ number: Int, _ title: String, in language: Language) -> String {
    language == .chinese ? "附件\(NumberWords.chinese(number))　\(title)" : "Annex \(number)\u{2002}\(title)"
  }

  private static func part(
    _ clauses: [RenderedClause], _ language: Language, _ t: Localizer, _ beside: (RenderedClause) -> HTML
  ) -> HTML {
    clauses.map { clause -> HTML in
      let gaps: HTML =
        clause.gaps.isEmpty
        ? .empty
        : "<p>\(Badge(.warning, t("agreements.text.gaps", ["names": clause.gaps.joined(separator: t.language == .chinese ? "、" : ", ")])))</p>"
      return """
        <section id="clause-\(clause.key)"><h3>\(heading(clause.number, clause.heading, in: language))</h3>\
        \(paragraphs(clause.text))\(gaps)\(beside(clause))</section>
        """
    }.joined()
  }

  /// Two texts of one clause, the older with what is gone, the newer with what came.
  static func pair(_ before: String, _ after: String) -> (before: HTML, after: HTML) {
    var (old, new) = (HTML.empty, HTML.empty)
    for piece in TextComparison.pieces(before, after) {
      let words = breaks(piece.text)
      switch piece.change {
      case .removed: old += "<del>\(words)</del>"
      case .added: new += "<ins>\(words)</ins>"
      case .same, .changed:
        old += words
        new += words
      }
    }
    return (old, new)
  }

  /// Text with its line breaks, inside one element.
  static func breaks(_ text: String) -> HTML {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { HTML.text(String($0)) }
      .reduce(into: (HTML.empty, true)) { result, line in
        result.0 += result.1 ? line : "<br/>\(line)"
        result.1 = false
      }.0
  }

  /// What the law and the type say of a text.
  static func findings(_ findings: [AgreementLaw.Finding], isDone: Bool, _ t: Localizer) -> HTML {
    guard !findings.isEmpty else {
      return isDone ? Alert(.ok, title: t("agreements.findings.none")).html : .empty
    }
    func list(_ some: [AgreementLaw.Finding]) -> HTML { "<ul>\(some.map { "<li>\(t($0))</li>" as HTML })</ul>" }
    let (blocks, warnings) = (findings.filter(\.blocks), findings.filter { !$0.blocks })
    let first: HTML = blocks.isEmpty ? .empty : Alert(.bad, title: t("agreements.findings.blocks"), list(blocks)).html
    let second: HTML =
      warnings.isEmpty ? .empty : Alert(.warning, title: t("agreements.findings.warnings"), list(warnings)).html
    return first + second
  }
}
