package import Values

/// A document of blocks, one below the other: what the template `document` makes.
///
/// Enough for records, reports, registers and plain agreements. All words come
/// in the reader's language, figures and dates as the texts to be shown.
package struct DocumentSheet: Sendable, Encodable {
  package var frame: DocumentFrame
  package var blocks: [DocumentBlock]
  /// A4 across, for wide tables.
  package var isFlat = false
  /// Whether the first page begins with the title.
  package var isTitled = true
  /// Whether Chinese paragraphs begin two characters further in, as in letters and agreements.
  package var isIndented = false

  package init(_ frame: DocumentFrame, _ blocks: [DocumentBlock]) {
    self.frame = frame
    self.blocks = blocks
  }

  /// - Parameter label: the record's name, which errors repeat.
  package func request(label: String, made: Instant) throws -> TypesetRequest {
    try TypesetRequest("document", label: label, data: self, made: made)
  }
}

/// What stands around the content of every page.
package struct DocumentFrame: Sendable, Encodable {
  /// `zh-CN` or `en`: decides line breaking, numerals and spacing.
  package var language: String
  /// Left above every page.
  package var school: String
  package var title: String
  /// Below the title, such as the record's name; may be empty.
  package var subtitle: String
  /// Number of the document or of the record; may be empty.
  package var number: String
  /// `第 {page} 页 共 {pages} 页`
  package var pages: String
  /// Left below every page, such as when it was made.
  package var footer: String

  package init(
    language: String, school: String, title: String, subtitle: String = "", number: String = "", pages: String,
    footer: String = ""
  ) {
    self.language = language
    self.school = school
    self.title = title
    self.subtitle = subtitle
    self.number = number
    self.pages = pages
    self.footer = footer
  }
}

/// A part of a document.
package enum DocumentBlock: Sendable {
  /// - Parameter level: 1 or 2; the first is numbered 一、 or 1.
  case heading(String, level: Int = 1)
  /// Lines become paragraphs.
  case paragraph(String)
  /// Label and value beside each other, as office forms have them.
  case facts([DocumentFact])
  case table([DocumentColumn], rows: [[String]])
  /// 第一条 …, Article 1 …
  case clauses([DocumentClause])
  case signatures([DocumentParty])
  /// A picture as SVG, such as a QR code.
  case code(svg: String, caption: String)
  /// One of the request's files.
  /// - Parameters:
  ///   - width: in millimetres.
  ///   - height: in millimetres: the picture is fitted in; `nil`: as high as its width makes it.
  case picture(name: String, width: Int, height: Int? = nil, caption: String)
  /// Small and grey.
  case note(String)
  case pageBreak
}

package struct DocumentFact: Sendable, Encodable {
  let label: String
  let value: String
  let isWide: Bool

  /// - Parameter isWide: alone on its line.
  package init(_ label: String, _ value: String, isWide: Bool = false) {
    self.label = label
    self.value = value
    self.isWide = isWide
  }
}

package struct DocumentColumn: Sendable, Encodable {
  package enum Alignment: String, Sendable, Encodable { case start, center, end }

  let title: String
  let weight: Double
  let align: Alignment

  /// - Parameter weight: its share of the width; 0 makes it as wide as its text.
  package init(_ title: String, weight: Double = 1, align: Alignment = .start) {
    self.title = title
    self.weight = weight
    self.align = align
  }
}

/// One article: a title, paragraphs (one a line), and numbered items below.
package struct DocumentClause: Sendable, Encodable {
  let title: String
  let text: String
  let items: [String]

  package init(_ title: String, text: String = "", items: [String] = []) {
    self.title = title
    self.text = text
    self.items = items
  }
}

/// Who signs, with lines to sign on and a place for the seal.
package struct DocumentParty: Sendable, Encodable {
  package struct Line: Sendable, Encodable {
    let label: String
    let value: String

    package init(_ label: String, _ value: String = "") {
      self.label = label
      self.value = value
    }
  }

  let role: String
  let name: String
  let lines: [Line]
  let seal: String

  /// - Parameters:
  ///   - role: 甲方, Party A.
  ///   - seal: the words in the place of the seal: 盖章处.
  package init(role: String, name: String, lines: [Line], seal: String) {
    self.role = role
    self.name = name
    self.lines = lines
    self.seal = seal
  }
}

extension DocumentBlock: Encodable {
  private enum Key: String, CodingKey {
    case kind, text, level, items, columns, rows, parties, svg, caption, name, width, height
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .heading(let text, let level):
      try container.encode("heading", forKey: .kind)
      try container.encode(text, forKey: .text)
      try container.encode(level, forKey: .level)
    case .paragraph(let text):
      try container.encode("paragraph", forKey: .kind)
      try container.encode(text, forKey: .text)
    case .facts(let items):
      try container.encode("facts", forKey: .kind)
      try container.encode(items, forKey: .items)
    case .table(let columns, let rows):
      try container.encode("table", forKey: .kind)
      try container.encode(columns, forKey: .columns)
      try container.encode(rows, forKey: .rows)
    case .clauses(let items):
      try container.encode("clauses", forKey: .kind)
      try container.encode(items, forKey: .items)
    case .signatures(let parties):
      try container.encode("signatures", forKey: .kind)
      try container.encode(parties, forKey: .parties)
    case .code(let svg, let caption):
      try container.encode("code", forKey: .kind)
      try container.encode(svg, forKey: .svg)
      try container.encode(caption, forKey: .caption)
    case .picture(let name, let width, let height, let caption):
      try container.encode("picture", forKey: .kind)
      try container.encode(name, forKey: .name)
      try container.encode(width, forKey: .width)
      try container.encodeIfPresent(height, forKey: .height)
      try container.encode(caption, forKey: .caption)
    case .note(let text):
      try container.encode("note", forKey: .kind)
      try container.encode(text, forKey: .text)
    case .pageBreak:
      try container.encode("page-break", forKey: .kind)
    }
  }
}
