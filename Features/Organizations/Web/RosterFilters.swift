import Database
import Localization
import Values
import Views

/// The filters that lists of classes, teachers and students share: where in
/// the organisation. Long choices are offered once the wider one is made.
struct RosterFilters: Sendable {
  let sight: SchoolChoice
  let departments: [Department]
  let majors: [Major]
  let classes: [SchoolClass]

  /// - Parameters:
  ///   - department: the chosen one, which narrows the majors.
  ///   - major: the chosen one, whose classes are offered.
  static func read(
    _ sight: SchoolChoice, department: ID<Department>?, major: ID<Major>? = nil, on connection: any Connection
  ) throws -> RosterFilters {
    guard sight.school != nil else {
      return RosterFilters(sight: sight, departments: [], majors: [], classes: [])
    }
    let majors = try MajorStore.majors(in: sight.scope, on: connection)
    return RosterFilters(
      sight: sight, departments: try SchoolStore.departments(in: sight.scope, on: connection),
      majors: majors.filter { department == nil || $0.departmentID == department },
      classes: major == nil
        ? [] : try MajorStore.classes(in: sight.scope, on: connection).filter { $0.majorID == major })
  }

  func filters(_ t: Localizer, withMajors: Bool = true, withClasses: Bool = true) -> [Filter] {
    var filters = [sight.filter(t)].compactMap(\.self)
    if departments.count > 1 {
      filters.append(
        Filter(
          "department", t("organizations.major.department"),
          choices: departments.map { Filter.Choice($0.id.description, $0.name) }, isMultiple: false))
    }
    if withMajors, !majors.isEmpty {
      filters.append(
        Filter(
          "major", t("organizations.class.major"), choices: majors.map { Filter.Choice($0.id.description, $0.name) },
          isMultiple: false))
    }
    if withClasses, !classes.isEmpty {
      filters.append(
        Filter(
          "class", t("organizations.student.class"),
          choices: classes.map { Filter.Choice($0.id.description, $0.name) }, isMultiple: false))
    }
    return filters
  }
}
