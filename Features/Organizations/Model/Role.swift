import Database
package import Platform
import Records

/// What a membership makes a person in an organisation.
package enum Role: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
  /// 平台管理员
  case platformAdministrator = "platform-administrator"
  /// 联盟秘书
  case allianceSecretary = "alliance-secretary"
  /// 学校管理员
  case schoolAdministrator = "school-administrator"
  /// 校企合作办
  case cooperationOffice = "cooperation-office"
  /// 系管理员
  case departmentAdministrator = "department-administrator"
  /// 专业带头人
  case majorLeader = "major-leader"
  /// 教师
  case teacher
  /// 班主任
  case classAdviser = "class-adviser"
  /// 学生
  case student
  /// 企业管理员
  case enterpriseAdministrator = "enterprise-administrator"
  /// 企业导师
  case enterpriseMentor = "enterprise-mentor"
  /// 专家
  case expert
  /// 主管部门 (read only)
  case authority

  /// Where a membership of this role belongs, which is also how far it sees.
  package var reach: Reach {
    switch self {
    case .platformAdministrator, .allianceSecretary, .authority: .installation
    case .schoolAdministrator, .cooperationOffice, .expert: .school
    case .departmentAdministrator, .majorLeader, .teacher, .classAdviser, .student: .department
    case .enterpriseAdministrator, .enterpriseMentor: .enterprise
    }
  }

  package enum Reach: String, Sendable {
    case installation, school, department, enterprise
  }

  /// The key of its label.
  package var label: String { "role.\(rawValue)" }
}

/// Something a person may do, named `<feature>.<what>`.
package struct Permission: RawRepresentable, Sendable, Hashable {
  package let rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  package init(_ rawValue: String) {
    self.rawValue = rawValue
  }

  /// The key of its label.
  package var label: String { "permission.\(rawValue)" }

  /// Declares which roles have it, in a feature's list.
  package func granted(to roles: [Role]) -> PermissionGrant {
    PermissionGrant(permission: rawValue, roles: roles.map(\.rawValue))
  }
}
