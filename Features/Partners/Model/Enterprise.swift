import Database
package import Organizations
import Records
package import Values

/// A company or another organisation that schools cooperate with: one record
/// for all schools of the installation.
package struct Enterprise: Sendable, Hashable {
  package var id: ID<EnterpriseKey>
  package var name: String
  package var shortName: String
  /// 统一社会信用代码 (GB 32100-2015), 18 capital letters and digits; empty while unknown.
  package var creditCode: String
  /// Why a code whose check digit fails is kept; empty for codes that pass.
  package var creditCodeReason: String
  /// 机构类型, a `Standards` legal form; empty while unknown.
  package var legalForm: String
  /// 单位性质, two digits as in the destination codes; empty while unknown.
  package var nature: String
  /// GB/T 4754-2017: section letter and division, `C34`; or the letter alone; empty while unknown.
  package var industry: String
  /// GB/T 2260, six digits; empty while unknown.
  package var region: String
  package var address: String
  /// 园区.
  package var park: String
  package var size: Size?
  /// On-duty staff; the limit of interns (R17) counts against it.
  package var staffCount: Int?
  package var foundedOn: CivilDate?
  package var products: String
  package var tags: [String]
  package var website: String
  package var description: String
  /// SHA-256 of the logo in the file store; empty without one.
  package var logo: String
  package var status: Status
  /// Counts changes; a form that was opened on an older version is refused.
  package var version: Int

  /// 大中小微 (国统字〔2017〕213号).
  package enum Size: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
    case large, medium, small, micro
  }

  package enum Status: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
    case operating, closed
  }

  /// An enterprise of which only the name is known.
  package init(id: ID<EnterpriseKey>, name: String = "") {
    self.id = id
    self.name = name
    shortName = ""
    creditCode = ""
    creditCodeReason = ""
    legalForm = ""
    nature = ""
    industry = ""
    region = ""
    address = ""
    park = ""
    size = nil
    staffCount = nil
    foundedOn = nil
    products = ""
    tags = []
    website = ""
    description = ""
    logo = ""
    status = .operating
    version = 1
  }

  /// The first two digits of the region, which lists filter by.
  package var province: String { String(region.prefix(2)) }
}

/// What one school has with one enterprise.
package struct Partnership: Sendable, Hashable {
  package var id: ID<Partnership>
  package var schoolID: ID<School>
  package var enterpriseID: ID<EnterpriseKey>
  /// The department that looks after it; `nil` for the school as a whole.
  package var departmentID: ID<Department>?
  /// The code of one of the school's levels.
  package var level: String
  /// How it came about: recommendation, visit, fair…
  package var source: String
  /// The account that is responsible.
  package var ownerID: Int64?
  /// 合作动机 (inventory 49).
  package var motives: [String]
  package var since: CivilDate?
  package var note: String
  package var status: Status
  package var majorIDs: [String]
  package var reviewState: ReviewState
  package var reviewValidUntil: CivilDate?
  package var version: Int

  package enum Status: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
    case active, ended
  }

  /// Where the latest qualification review stands, as lists show it.
  package enum ReviewState: String, Sendable, CaseIterable, SQLConvertible {
    case none, draft, open, returned, valid, expired, refused
  }

  package init(id: ID<Partnership>, schoolID: ID<School>, enterpriseID: ID<EnterpriseKey>, level: String) {
    self.id = id
    self.schoolID = schoolID
    self.enterpriseID = enterpriseID
    departmentID = nil
    self.level = level
    source = ""
    ownerID = nil
    motives = []
    since = nil
    note = ""
    status = .active
    majorIDs = []
    reviewState = .none
    reviewValidUntil = nil
    version = 1
  }
}
