import Database
import Records
package import Values

/// A tenant: one school with its departments, people and partnerships.
package struct School: Sendable, Hashable {
  package var id: ID<School>
  /// The ministry's school code or, failing that, a code of the operator's choice; unique.
  package var code: String
  package var name: String
  package var shortName: String
  package var level: SchoolLevel
  /// GB/T 2260, six digits; empty when unknown.
  package var region: String
  package var status: OrganisationStatus

  package init(
    id: ID<School>, code: String, name: String, shortName: String, level: SchoolLevel, region: String,
    status: OrganisationStatus
  ) {
    self.id = id
    self.code = code
    self.name = name
    self.shortName = shortName
    self.level = level
    self.region = region
    self.status = status
  }
}

/// 中职, 高职专科, 高职本科.
package enum SchoolLevel: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
  case secondary, higher, undergraduate
}

/// Closed organisations keep their records but take no new ones.
package enum OrganisationStatus: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
  case active, closed
}

/// 二级学院 or 系: a part of a school.
package struct Department: Sendable, Hashable {
  package var id: ID<Department>
  package var schoolID: ID<School>
  package var code: String
  package var name: String
  package var status: OrganisationStatus

  package init(
    id: ID<Department>, schoolID: ID<School>, code: String, name: String, status: OrganisationStatus
  ) {
    self.id = id
    self.schoolID = schoolID
    self.code = code
    self.name = name
    self.status = status
  }
}

/// A school's own major, mapped to the national catalogue.
package struct Major: Sendable, Hashable {
  package var id: ID<Major>
  package var schoolID: ID<School>
  package var departmentID: ID<Department>
  /// The school's own name for it.
  package var name: String
  /// 职业教育专业目录, six digits, with `K` where the state controls it; empty while not mapped.
  package var catalogueCode: String
  package var level: SchoolLevel
  package var startedYear: Int?
  package var status: OrganisationStatus

  package init(
    id: ID<Major>, schoolID: ID<School>, departmentID: ID<Department>, name: String, catalogueCode: String,
    level: SchoolLevel, startedYear: Int?, status: OrganisationStatus
  ) {
    self.id = id
    self.schoolID = schoolID
    self.departmentID = departmentID
    self.name = name
    self.catalogueCode = catalogueCode
    self.level = level
    self.startedYear = startedYear
    self.status = status
  }
}

/// 班级: students of one major who entered in one year.
package struct SchoolClass: Sendable, Hashable {
  package var id: ID<SchoolClass>
  package var schoolID: ID<School>
  package var departmentID: ID<Department>
  package var majorID: ID<Major>
  package var name: String
  package var entryYear: Int
  /// 班主任.
  package var adviserID: ID<Teacher>?
  package var status: OrganisationStatus

  package init(
    id: ID<SchoolClass>, schoolID: ID<School>, departmentID: ID<Department>, majorID: ID<Major>, name: String,
    entryYear: Int, adviserID: ID<Teacher>?, status: OrganisationStatus
  ) {
    self.id = id
    self.schoolID = schoolID
    self.departmentID = departmentID
    self.majorID = majorID
    self.name = name
    self.entryYear = entryYear
    self.adviserID = adviserID
    self.status = status
  }
}
