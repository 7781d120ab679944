import Database
package import Organizations
package import Values

/// 企业宣传页: what an enterprise tells of itself. What is being written is a
/// draft; what others see was published.
package struct PublicityPage: Sendable, Hashable {
  package let enterpriseID: ID<EnterpriseKey>
  var visibility: Visibility
  var draft: PublicityContent
  /// `nil` while it is not published.
  var published: PublicityContent?
  var publishedAt: Instant?
  var hiding: Hiding?
  /// Counts changes of the draft; a form that was opened on an older version is refused.
  var version: Int

  /// Who may see what is published.
  enum Visibility: String, Sendable, CaseIterable, SQLConvertible {
    /// Everybody, on the web.
    case everybody = "public"
    /// The schools that the enterprise chooses.
    case partners
  }

  /// A school or the platform has taken it away from everybody.
  struct Hiding: Sendable, Hashable {
    let reason: String
    let at: Instant
    /// Whose it was; `nil` for the platform's.
    let schoolID: ID<School>?
  }

  init(enterpriseID: ID<EnterpriseKey>) {
    self.enterpriseID = enterpriseID
    visibility = .everybody
    draft = PublicityContent()
    version = 0
  }

  /// What others than the enterprise may see; `nil` for nothing.
  var visible: PublicityContent? { hiding == nil ? published : nil }

  var isPublic: Bool { visible != nil && visibility == .everybody }

  /// Whether something was written since it was published.
  var hasNews: Bool { published != draft && !draft.sections.isEmpty }
}

/// The sections of a publicity page, in the order in which the enterprise put them.
struct PublicityContent: Sendable, Hashable {
  var sections: [PublicitySection] = []

  func section(_ kind: PublicitySection.Kind) -> PublicitySection? { sections.first { $0.kind == kind } }

  /// Kinds that are not there yet.
  var missing: [PublicitySection.Kind] { PublicitySection.Kind.allCases.filter { section($0) == nil } }

  /// Puts a section in its place, a new one at the end.
  mutating func put(_ section: PublicitySection) {
    if let place = sections.firstIndex(where: { $0.kind == section.kind }) {
      sections[place] = section
    } else {
      sections.append(section)
    }
  }

  mutating func remove(_ kind: PublicitySection.Kind) { sections.removeAll { $0.kind == kind } }

  /// One place up, or down.
  mutating func move(_ kind: PublicitySection.Kind, isUp: Bool) {
    guard let place = sections.firstIndex(where: { $0.kind == kind }) else { return }
    let other = isUp ? place - 1 : place + 1
    guard sections.indices.contains(other) else { return }
    sections.swapAt(place, other)
  }

  /// Whether a picture with this digest stands in it: only such are given out.
  func contains(picture digest: String) -> Bool {
    sections.contains { section in section.pictures.contains { $0.digest == digest } }
  }

  /// All words, for the search of the list.
  var words: String { sections.map(\.text).joined(separator: "\n") }

  var json: JSONValue { .array(sections.map(\.json)) }

  init() {}

  init(_ json: JSONValue?) {
    sections = (json?.array ?? []).compactMap(PublicitySection.init)
  }
}

/// One section: a kind of content, with a text and pictures.
struct PublicitySection: Sendable, Hashable {
  /// What it tells (inventory 47: benefits, salary, environment, …).
  enum Kind: String, Sendable, CaseIterable {
    case about, products, salary, benefits, hours, environment, board, growth, safety, posts
  }

  static let longestText = 3000
  static let mostPictures = 6
  static let longestCaption = 60

  let kind: Kind
  var text: String
  /// Only of the section that tells what is paid.
  var salary: SalaryRange?
  var pictures: [PublicityPicture]

  init(_ kind: Kind, text: String = "", salary: SalaryRange? = nil, pictures: [PublicityPicture] = []) {
    self.kind = kind
    self.text = text
    self.salary = salary
    self.pictures = pictures
  }

  var json: JSONValue {
    [
      "kind": .string(kind.rawValue), "text": .string(text), "salary": salary?.json ?? .null,
      "pictures": .array(
        pictures.map { ["digest": .string($0.digest), "caption": .string($0.caption)] }),
    ]
  }

  init?(_ json: JSONValue) {
    guard let kind = (json["kind"]?.string).flatMap(Kind.init) else { return nil }
    self.kind = kind
    text = json["text"]?.string ?? ""
    salary = SalaryRange(json["salary"])
    pictures = (json["pictures"]?.array ?? []).compactMap { picture in
      picture["digest"]?.string.map { PublicityPicture(digest: $0, caption: picture["caption"]?.string ?? "") }
    }
  }
}

/// A picture by the SHA-256 of its content in the file store.
struct PublicityPicture: Sendable, Hashable {
  let digest: String
  var caption: String
}
