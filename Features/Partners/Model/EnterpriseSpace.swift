import Database
import Organizations
import Records
import Values

/// What an enterprise states about itself and keeps to itself until it shares
/// it: figures beyond the register, and what it wants of schools.
struct EnterpriseStatement: Sendable, Hashable {
  let enterpriseID: ID<EnterpriseKey>
  /// People on duty, as the enterprise counts them itself.
  var staffTotal: Int?
  /// 技术技能人才.
  var skilledStaff: Int?
  /// People who can teach apprentices.
  var instructors: Int?
  /// How many interns it can take at once.
  var internPlaces: Int?
  /// Graduates it means to hire in a year.
  var yearlyHires: Int?
  /// Last year's turnover, in fen.
  var revenue: Int64?
  /// 合作动机 (inventory 49).
  var motives: [String] = []
  var wishes = ""
  /// 0 while nothing was stated.
  var version = 0

  init(enterpriseID: ID<EnterpriseKey>) {
    self.enterpriseID = enterpriseID
  }
}

/// A person whom the enterprise offers to schools that it chooses; phone and
/// mail are kept sealed.
struct EnterpriseContact: Sendable, Hashable {
  let id: ID<EnterpriseContact>
  let enterpriseID: ID<EnterpriseKey>
  var name = ""
  var position = ""
  var phone = ""
  var mail = ""
  /// For what one turns to this person.
  var note = ""
  var version = 1

  init(id: ID<EnterpriseContact>, enterpriseID: ID<EnterpriseKey>) {
    self.id = id
    self.enterpriseID = enterpriseID
  }
}

/// A file of the enterprise: licence, brochure, certificate.
struct EnterpriseDocument: Sendable, Hashable {
  enum Kind: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
    case licence, certificate, brochure, other
  }

  let id: ID<EnterpriseDocument>
  let enterpriseID: ID<EnterpriseKey>
  let kind: Kind
  let digest: String
  let name: String
  /// The raw value of its type by content.
  let type: String
  /// In bytes.
  let size: Int
  let uploadedAt: Instant

  static let most = 30
}

/// A part of what an enterprise keeps that it may share with a school, beside
/// single contacts.
enum SharedPart: String, Sendable, CaseIterable, SQLConvertible {
  /// Its own figures.
  case figures
  /// Why it cooperates and what it wants.
  case wishes
  case documents
  /// The publicity page while that is not for everybody.
  case page
}

/// What of an enterprise one school may see beyond the public part.
struct SharedWith: Sendable, Hashable {
  var parts: Set<SharedPart> = []
  var contacts: Set<ID<EnterpriseContact>> = []
}

/// Something the enterprise did that a school is told of.
struct EnterpriseChange: Sendable {
  enum Kind: String, Sendable, CaseIterable, SQLConvertible {
    case profile, logo, identity, page, statement, contact, document, shared, withdrawn
  }

  let id: ID<EnterpriseChange>
  let kind: Kind
  let changes: [Field]
  /// A name that the list of fields does not say: of a contact (masked), a file, a part.
  let note: String
  let accountName: String
  let at: Instant

  /// A field before and after, as texts; personal values masked.
  struct Field: Sendable, Hashable {
    let name: String
    let before: String
    let after: String
  }
}

/// How far an enterprise has filled its space; what is missing leads to the
/// page where it is added.
struct SpaceProgress: Sendable, Hashable {
  enum Step: String, Sendable, CaseIterable {
    case creditCode, place, business, products, description, website, logo, figures, wishes, contact, page, published
  }

  let done: Set<Step>

  init(
    _ enterprise: Enterprise, statement: EnterpriseStatement, hasContact: Bool, page: PublicityPage?
  ) {
    var done: Set<Step> = []
    func note(_ step: Step, _ holds: Bool) { if holds { done.insert(step) } }
    note(.creditCode, !enterprise.creditCode.isEmpty)
    note(.place, !enterprise.region.isEmpty && !enterprise.address.isEmpty)
    note(.business, !enterprise.industry.isEmpty && enterprise.size != nil && enterprise.staffCount != nil)
    note(.products, !enterprise.products.isEmpty)
    note(.description, !enterprise.description.isEmpty)
    note(.website, !enterprise.website.isEmpty)
    note(.logo, !enterprise.logo.isEmpty)
    note(.figures, statement.internPlaces != nil || statement.skilledStaff != nil)
    note(.wishes, !statement.motives.isEmpty || !statement.wishes.isEmpty)
    note(.contact, hasContact)
    note(.page, page.map { $0.draft.sections.count >= 3 } ?? false)
    note(.published, page?.published != nil)
    self.done = done
  }

  var missing: [Step] { Step.allCases.filter { !done.contains($0) } }

  /// From 0 to 1.
  var share: Double { Double(done.count) / Double(Step.allCases.count) }
}
