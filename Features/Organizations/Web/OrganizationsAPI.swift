import Database
import Localization
import Platform
import Records
import Values
import Web

/// The JSON side: departments and majors, for programs that file their own
/// records under them.
struct OrganizationsAPI: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    member.get(
      "/api/v1/departments", needs: .organizationRead,
      operation: Operation(
        "listDepartments", summary: "organizations.api.departments", tag: "organizations",
        responses: [.init(200, "organizations.api.departments.answer", schema: Self.list(Self.department))])
    ) { member in
      let scope = member.actor.scope
      let departments = try await services.database.read { connection in
        try SchoolStore.departments(in: scope, on: connection)
      }
      return .json(Self.items(departments, Department.fields))
    }
    member.get(
      "/api/v1/majors", needs: .organizationRead,
      operation: Operation(
        "listMajors", summary: "organizations.api.majors", tag: "organizations",
        responses: [.init(200, "organizations.api.majors.answer", schema: Self.list(Self.major))])
    ) { member in
      let scope = member.actor.scope
      let majors = try await services.database.read { connection in
        try MajorStore.majors(in: scope, on: connection)
      }
      return .json(Self.items(majors, Major.fields))
    }
  }

  private static let identity: [(String, JSONValue)] = [
    ("id", ["type": "string"]), ("school", ["type": "string"]),
    ("status", ["type": "string", "enum": .array(OrganisationStatus.allCases.map { .string($0.rawValue) })]),
  ]

  private static let department = Department.fields.answerSchema(adding: identity)
  private static let major = Major.fields.answerSchema(adding: identity)

  private static func list(_ item: JSONValue) -> JSONValue {
    [
      "type": "object", "required": ["items"],
      "properties": ["items": ["type": "array", "items": item]],
    ]
  }

  private static func items<Unit: OrganisationUnit>(
    _ units: [Unit], _ fields: RecordDescription<Unit>
  ) -> JSONValue {
    [
      "items": .array(
        units.map { unit in
          .members(
            [
              ("id", .string(unit.id.description)), ("school", .string(unit.schoolID.description)),
              ("status", .string(unit.status.rawValue)),
            ] + fields.members(unit))
        })
    ]
  }
}
