import Localization
import Organizations
import Records
import Values
import Views

/// A publicity page as its readers see it: the public part of the record and
/// the sections in the enterprise's order. No person stands in it.
struct PublicityView {
  let t: Localizer
  let enterprise: Enterprise
  let content: PublicityContent
  let logo: (String) -> Link
  let picture: (String) -> Link

  var html: HTML {
    """
    <div class="publicity">\(head)\(content.sections.map(section))</div>
    """
  }

  private var head: HTML {
    let mark: HTML =
      enterprise.logo.isEmpty
      ? .empty : "<img class=\"logo large\" src=\"\(logo(enterprise.logo))\" alt=\"\" width=\"96\" height=\"96\"/>"
    let facts = PublicityFacts(t: t, enterprise: enterprise).words
    let website: HTML =
      Link(external: enterprise.website).map {
        "<p><a href=\"\($0)\" rel=\"noopener noreferrer nofollow\">\(enterprise.website)</a></p>"
      } ?? .empty
    return """
      <header class="publicity-head">\(mark)<div><p class="lead">\(facts)</p>\(website)</div></header>
      """
  }

  private func section(_ section: PublicitySection) -> HTML {
    let salary: HTML = section.salary.map { "<p class=\"publicity-figure\">\(SalaryWords.text($0, t))</p>" } ?? .empty
    let text: HTML = section.text.isEmpty ? .empty : Self.paragraphs(section.text)
    let pictures = section.pictures.map { picture -> HTML in
      let caption: HTML = picture.caption.isEmpty ? .empty : "<figcaption>\(picture.caption)</figcaption>"
      return """
        <figure><img src="\(self.picture(picture.digest))" alt="\(picture.caption)" loading="lazy"/>\(caption)</figure>
        """
    }
    let gallery: HTML = pictures.isEmpty ? .empty : "<div class=\"gallery\">\(pictures)</div>"
    return Card(t("partners.space.section.\(section.kind.rawValue)"), "\(salary)\(text)\(gallery)").html
  }

  /// Blank lines part paragraphs; other line breaks stay.
  static func paragraphs(_ text: String) -> HTML {
    let plain = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    return plain.split(separator: "\n\n").map { ReviewWords.lines(String($0)) }.joined()
  }
}

/// What of the record stands in one line under the name.
struct PublicityFacts {
  let t: Localizer
  let enterprise: Enterprise

  var words: String {
    [
      EnterpriseFields.industries.title(enterprise.industry, t.language).map {
        String($0.drop { $0 != " " }.dropFirst())
      },
      EnterpriseFields.regions.title(enterprise.region, t.language),
      enterprise.size.map { t("standards.size.\($0.rawValue)") },
    ].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " · ")
  }
}

/// How a salary is said.
enum SalaryWords {
  static func text(_ salary: SalaryRange, _ t: Localizer) -> String {
    t("partners.space.salary.\(salary.period.rawValue)", ["range": salary.figures])
  }
}
