package import Accounts
import Database
package import Records
package import Values

/// As registered; a roster may leave it open.
package enum Sex: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
  case unknown = ""
  case male, female

  package var fieldValue: FieldValue { self == .unknown ? .none : .text(rawValue) }

  /// An empty value is `unknown`, not a mistake.
  package static func from(_ value: FieldValue) -> Sex? {
    switch value {
    case .none: .unknown
    case .text(let text): Sex(rawValue: text)
    default: nil
    }
  }
}

/// A member of a school's staff. Phone and mail are kept sealed.
package struct Teacher: Sendable, Hashable {
  package var id: ID<Teacher>
  package var schoolID: ID<School>
  package var departmentID: ID<Department>?
  package var accountID: ID<Account>?
  /// 工号, unique within the school.
  package var staffNumber: String
  package var name: String
  package var sex: Sex
  /// 职称.
  package var title: String
  /// 双师型.
  package var isDualQualified: Bool
  package var phone: String
  package var mail: String
  package var status: Status

  package enum Status: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
    case active, left
  }

  package init(
    id: ID<Teacher>, schoolID: ID<School>, departmentID: ID<Department>?, accountID: ID<Account>? = nil,
    staffNumber: String, name: String, sex: Sex, title: String, isDualQualified: Bool, phone: String, mail: String,
    status: Status
  ) {
    self.id = id
    self.schoolID = schoolID
    self.departmentID = departmentID
    self.accountID = accountID
    self.staffNumber = staffNumber
    self.name = name
    self.sex = sex
    self.title = title
    self.isDualQualified = isDualQualified
    self.phone = phone
    self.mail = mail
    self.status = status
  }
}

/// A student of a school. Identity number, phone and guardian are kept sealed.
package struct Student: Sendable, Hashable {
  package var id: ID<Student>
  package var schoolID: ID<School>
  package var departmentID: ID<Department>
  package var majorID: ID<Major>
  package var classID: ID<SchoolClass>?
  package var accountID: ID<Account>?
  /// 学号, unique within the school.
  package var studentNumber: String
  package var name: String
  package var sex: Sex
  package var birthDate: CivilDate?
  /// 公民身份号码 (GB 11643-1999); empty when not recorded.
  package var citizenID: String
  package var phone: String
  package var guardianName: String
  package var guardianPhone: String
  package var entryYear: Int
  package var status: Status

  package enum Status: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
    case enrolled, suspended, graduated, left
  }

  package init(
    id: ID<Student>, schoolID: ID<School>, departmentID: ID<Department>, majorID: ID<Major>,
    classID: ID<SchoolClass>?, accountID: ID<Account>? = nil, studentNumber: String, name: String, sex: Sex,
    birthDate: CivilDate?, citizenID: String, phone: String, guardianName: String, guardianPhone: String,
    entryYear: Int, status: Status
  ) {
    self.id = id
    self.schoolID = schoolID
    self.departmentID = departmentID
    self.majorID = majorID
    self.classID = classID
    self.accountID = accountID
    self.studentNumber = studentNumber
    self.name = name
    self.sex = sex
    self.birthDate = birthDate
    self.citizenID = citizenID
    self.phone = phone
    self.guardianName = guardianName
    self.guardianPhone = guardianPhone
    self.entryYear = entryYear
    self.status = status
  }
}
