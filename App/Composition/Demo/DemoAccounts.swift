import Accounts
import Database
import Localization
import Organizations
import Platform
import Values

/// One account for every role, entered by one click; they have no password.
struct DemoAccounts {
  let services: Services

  private struct Plan {
    let signInName: String
    let displayName: String
    let role: Role
    let chinese: String
    let english: String
    /// Which school; `nil` for roles of the whole installation.
    let school: Int?
    let department: Int?
  }

  private static let plans = [
    Plan(
      signInName: "demo.office", displayName: "李岚", role: .cooperationOffice, chinese: "校企合作办",
      english: "Cooperation office", school: 0, department: nil),
    Plan(
      signInName: "demo.department", displayName: "梁志恒", role: .departmentAdministrator, chinese: "系管理员（机电）",
      english: "Department administrator", school: 0, department: 0),
    Plan(
      signInName: "demo.major", displayName: "周明辉", role: .majorLeader, chinese: "专业带头人", english: "Major leader",
      school: 0, department: 0),
    Plan(
      signInName: "demo.teacher", displayName: "何秋月", role: .teacher, chinese: "教师", english: "Teacher", school: 0,
      department: 0),
    Plan(
      signInName: "demo.adviser", displayName: "苏静宜", role: .classAdviser, chinese: "班主任", english: "Class adviser",
      school: 0, department: 0),
    Plan(
      signInName: "demo.student", displayName: "林子墨", role: .student, chinese: "学生", english: "Student", school: 0,
      department: 0),
    Plan(
      signInName: "demo.school", displayName: "吴伟明", role: .schoolAdministrator, chinese: "学校管理员",
      english: "School administrator", school: 0, department: nil),
    Plan(
      signInName: "demo.expert", displayName: "欧阳学锋", role: .expert, chinese: "专家", english: "Expert", school: 0,
      department: nil),
    Plan(
      signInName: "demo.enterprise", displayName: "郑海燕", role: .enterpriseAdministrator, chinese: "企业管理员",
      english: "Enterprise administrator", school: nil, department: nil),
    Plan(
      signInName: "demo.mentor", displayName: "黄建业", role: .enterpriseMentor, chinese: "企业导师",
      english: "Enterprise mentor", school: nil, department: nil),
    Plan(
      signInName: "demo.alliance", displayName: "许雅文", role: .allianceSecretary, chinese: "联盟秘书",
      english: "Alliance secretary", school: nil, department: nil),
    Plan(
      signInName: "demo.authority", displayName: "罗国栋", role: .authority, chinese: "主管部门（只读）",
      english: "Authority (read only)", school: nil, department: nil),
    Plan(
      signInName: "demo.platform", displayName: "冯立群", role: .platformAdministrator, chinese: "平台管理员",
      english: "Platform administrator", school: nil, department: nil),
    Plan(
      signInName: "demo.office.b", displayName: "谢佩珊", role: .cooperationOffice, chinese: "校企合作办（第二所学校）",
      english: "Cooperation office (second school)", school: 1, department: nil),
  ]

  func make(in schools: [DemoSchool]) async throws {
    let services = services
    let now = services.now
    // Enterprise people belong to the first enterprise that will be made: its
    // key is reserved here and used by `DemoPartners`.
    let enterprise = DemoPartners.firstEnterpriseID
    try await services.database.write { connection in
      for (position, plan) in Self.plans.enumerated() {
        let id: ID<Account> = services.ids.next()
        try AccountStore.insert(
          NewAccount(
            signInName: plan.signInName, displayName: plan.displayName,
            demo: DemoEntry(chinese: plan.chinese, english: plan.english, position: position + 1)),
          id: id, sealer: services.sealer, now: now, on: connection)
        let school = plan.school.map { schools[$0] }
        let isEnterprise = plan.role.reach == .enterprise
        try MembershipStore.insert(
          Membership(
            id: services.ids.next(), accountID: id, role: plan.role, schoolID: school?.school.id,
            departmentID: plan.department.flatMap { school?.departments[$0].id },
            enterpriseID: isEnterprise ? enterprise : nil, organisationName: ""),
          at: now, on: connection)
      }
    }
  }
}
