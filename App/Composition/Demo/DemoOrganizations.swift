import Database
import Organizations
import Partners
import Platform
import Values

/// Makes the schools with departments, majors, classes and levels.
struct DemoOrganizations {
  let services: Services

  /// Students entered in these years.
  static let entryYears = [2024, 2025, 2026]

  func make() async throws -> [DemoSchool] {
    let schools = DemoSchools.all.map(school)
    let now = services.now
    try await services.database.write { connection in
      for made in schools {
        try SchoolStore.insert(made.school, at: now, on: connection)
        for department in made.departments { try SchoolStore.insert(department, at: now, on: connection) }
        for major in made.majors { try MajorStore.insert(major, at: now, on: connection) }
        for schoolClass in made.classes { try MajorStore.insert(schoolClass, at: now, on: connection) }
        try PartnerLevelStore.putUsual(for: made.school.id, on: connection)
      }
    }
    return schools
  }

  private func school(_ plan: DemoSchools.School) -> DemoSchool {
    let school = School(
      id: services.ids.next(), code: plan.code, name: plan.name, shortName: plan.shortName, level: plan.level,
      region: plan.region, status: .active)
    var departments: [Department] = []
    var majors: [Major] = []
    var classes: [SchoolClass] = []
    for planned in plan.departments {
      let department = Department(
        id: services.ids.next(), schoolID: school.id, code: planned.code, name: planned.name, status: .active)
      departments.append(department)
      for (name, code) in planned.majors {
        let major = Major(
          id: services.ids.next(), schoolID: school.id, departmentID: department.id, name: name, catalogueCode: code,
          level: plan.level, startedYear: 2012, status: .active)
        majors.append(major)
        for year in Self.entryYears {
          classes.append(
            SchoolClass(
              id: services.ids.next(), schoolID: school.id, departmentID: department.id, majorID: major.id,
              name: "\(year % 100)\(name)1班", entryYear: year, adviserID: nil, status: .active))
        }
      }
    }
    return DemoSchool(
      school: school, departments: departments, majors: majors, classes: classes, teacherCount: plan.teachers,
      studentCount: plan.students)
  }
}
