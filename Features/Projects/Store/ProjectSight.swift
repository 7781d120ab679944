import Accounts
import Database
import Organizations
import Values

/// Which projects somebody sees: those of their school or department, and of
/// the other departments of their school those in which they are asked to act.
///
/// It stands in every query for projects, so that what is not in sight is never read.
struct ProjectSight: Sendable, Hashable {
  let scope: Actor.Scope
  /// Who looks; `nil` for the program, and where only what belongs to the scope counts.
  let accountID: ID<Account>?
  /// What somebody of another department must at least have to do with a project.
  let least: ProjectPart

  init(_ actor: Actor, least: ProjectPart = .review) {
    (scope, accountID, self.least) = (actor.scope, actor.accountID, least)
  }

  /// Without anybody who is asked.
  init(_ scope: Actor.Scope) {
    (self.scope, accountID, least) = (scope, nil, .whole)
  }

  static let installation = ProjectSight(.installation)
  static func school(_ id: ID<School>) -> ProjectSight { ProjectSight(.school(id)) }

  /// Of `projects p`.
  var condition: SQL {
    guard case .department(let school, let department) = scope else {
      return scope.condition(school: "p.school_id", department: "p.department_id")
    }
    return "(p.school_id = \(school) AND (p.department_id = \(department) OR \(takesPart)))"
  }

  /// Of `projects p`, beside whatever else lets a row be seen.
  var takesPart: SQL { accountID.map { Self.takesPart($0, least: least) } ?? "1 = 0" }

  /// The projects in which somebody is asked to act, whatever they see otherwise.
  static func takesPart(_ account: ID<Account>, least: ProjectPart) -> SQL {
    guard least < .whole else { return "1 = 0" }
    var parts: [SQL] = ["p.leader_id = \(account)", "p.created_by = \(account)"]
    if least <= .work { parts.append("p.id IN (\(works(account)))") }
    if least <= .review {
      parts.append(
        """
        p.id IN (SELECT v.project_id FROM project_votes v
          JOIN projects q ON q.id = v.project_id AND q.round = v.round AND q.state = 'review'
          WHERE v.account_id = \(account))
        """)
    }
    return "(\(parts.joined(separator: " OR ")))"
  }

  private static func works(_ account: ID<Account>) -> SQL {
    """
    SELECT m.project_id FROM project_members m WHERE m.account_id = \(account)
    UNION SELECT o.project_id FROM project_milestones o WHERE o.owner_id = \(account) AND o.state = 'open'
    """
  }

  /// What the reader has to do with a project that is in sight.
  func part(in project: Project, on connection: some Connection) throws -> ProjectPart {
    switch scope {
    case .installation: return .whole
    case .school(let school) where project.schoolID == school: return .whole
    case .department(let school, let department)
    where project.schoolID == school && project.departmentID == department:
      return .whole
    default: break
    }
    guard let accountID else { return .review }
    if project.leaderID == accountID || project.createdBy == accountID { return .own }
    let works = try connection.first(
      "SELECT 1 FROM projects p WHERE p.id = \(project.id) AND p.id IN (\(Self.works(accountID)))")
    return works == nil ? .review : .work
  }
}
