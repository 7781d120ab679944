import Accounts
import Database
import Platform
import Security
import TestKit
import Testing
import Values

@testable import Organizations

/// Reading and writing, on both engines.
@Suite struct StoreTests {
  @Test(arguments: TestEngine.all) func `counts are of what is open, and of nobody else's`(engine: TestEngine)
    async throws
  {
    try await World.run(on: engine) { world in
      var left = world.chen
      left.id = world.services.ids.next()
      left.staffNumber = "T009"
      left.status = .left
      var graduated = world.lin
      graduated.id = world.services.ids.next()
      graduated.studentNumber = "2022001"
      graduated.citizenID = ""
      graduated.status = .graduated
      let (gone, done, store, now) = (left, graduated, world.store, world.services.now)
      try await world.database.write { connection in
        try store.insert(gone, at: now, on: connection)
        try store.insert(done, at: now, on: connection)
      }
      let schools = try await world.database.read { try SchoolStore.countedSchools(in: .installation, on: $0) }
      let own = try #require(schools.first { $0.unit == world.school })
      #expect(schools.count == 2)
      #expect(own.counts.departments == 2)
      #expect(own.counts.majors == 2)
      #expect(own.counts.classes == 1)
      #expect(own.counts.teachers == 2)
      #expect(own.counts.students == 2)
      let departments = try await world.database.read {
        try SchoolStore.countedDepartments(in: .school(world.school.id), on: $0)
      }
      #expect(departments.map(\.unit) == [world.mechanics, world.commerce])
      #expect(departments.map(\.counts.students) == [1, 1])
      #expect(departments.map(\.counts.classes) == [1, 0])
      let majors = try await world.database.read {
        try MajorStore.countedMajors(in: .department(world.school.id, world.mechanics.id), on: $0)
      }
      #expect(majors.map(\.unit) == [world.machining])
      #expect(majors.first?.counts.students == 1)
    }
  }

  @Test(arguments: TestEngine.all) func `what is out of sight is neither read nor written`(engine: TestEngine)
    async throws
  {
    try await World.run(on: engine) { world in
      let (store, other) = (world.store, Actor.Scope.school(world.other.id))
      let department = Actor.Scope.department(world.school.id, world.commerce.id)
      try await world.database.write { connection in
        try #expect(store.teacher(world.wang.id, in: other, on: connection) == nil)
        try #expect(store.teacher(world.wang.id, in: department, on: connection) == nil)
        try #expect(store.teacher(world.chen.id, in: department, on: connection) == world.chen)
        try #expect(store.student(world.lin.id, in: department, on: connection) == nil)
        try #expect(!store.update(world.wang, in: other, on: connection))
        try #expect(!store.update(world.lin, in: department, on: connection))
        try #expect(MajorStore.schoolClass(world.classroom.id, in: other, on: connection) == nil)
        try #expect(!MajorStore.update(world.classroom, in: other, on: connection))
        try #expect(!MajorStore.update(world.machining, in: department, on: connection))
        try #expect(!SchoolStore.update(world.mechanics, in: department, on: connection))
        try #expect(SchoolStore.school(world.school.id, in: other, on: connection) == nil)
        try #expect(!SchoolStore.update(world.school, in: other, on: connection))
        let membership = try #require(world.people[.teacher]).membership
        try #expect(MembershipStore.row(membership.id, in: other, on: connection) == nil)
        try #expect(!MembershipStore.end(membership.id, in: other, at: world.services.now, on: connection))
        for scope in [Actor.Scope.nothing, .enterprise(ID(rawValue: 77))] {
          try #expect(store.students(StudentQuery(), in: scope, on: connection).rows.isEmpty)
          try #expect(store.teachers(TeacherQuery(), in: scope, on: connection).rows.isEmpty)
          try #expect(MajorStore.page(ClassQuery(), in: scope, on: connection).rows.isEmpty)
          try #expect(MembershipStore.page(MembershipQuery(), in: scope, on: connection).rows.isEmpty)
          try #expect(SchoolStore.departments(in: scope, on: connection).isEmpty)
        }
      }
    }
  }

  @Test(arguments: TestEngine.all) func `personal data is sealed at rest and opened in hand`(engine: TestEngine)
    async throws
  {
    try await World.run(on: engine) { world in
      let columns = try await world.database.read { connection in
        try connection.first(
          """
          SELECT citizen_id_sealed, citizen_id_index, phone_sealed, guardian_name_sealed FROM students
          WHERE id = \(world.lin.id)
          """
        ).map {
          (
            try $0.get(0, as: String.self), try $0.get(1, as: String.self), try $0.get(2, as: String.self),
            try $0.get(3, as: String.self)
          )
        }
      }
      let (number, index, phone, guardian) = try #require(columns)
      for text in [number, index, phone] {
        #expect(!text.contains("11010519491231002X") && !text.contains("13900001234"))
        #expect(text.contains(":"))
      }
      #expect(guardian.isEmpty)
      let found = try await world.database.read { try world.store.student(world.lin.id, in: .installation, on: $0) }
      #expect(found == world.lin)
    }
  }

  @Test(arguments: TestEngine.all) func `numbers are unique in a school, not between schools`(engine: TestEngine)
    async throws
  {
    try await World.run(on: engine) { world in
      let (store, now) = (world.store, world.services.now)
      var twin = world.lin
      twin.id = world.services.ids.next()
      twin.citizenID = ""
      let sameNumber = twin
      await #expect(throws: DatabaseError.self) {
        try await world.database.write { try store.insert(sameNumber, at: now, on: $0) }
      }
      twin.studentNumber = "other"
      twin.citizenID = world.lin.citizenID
      let sameCitizen = twin
      await #expect(throws: DatabaseError.self) {
        try await world.database.write { try store.insert(sameCitizen, at: now, on: $0) }
      }
      // The other school has a student of the same number already, and may have the same person.
      var elsewhere = world.foreignStudent
      elsewhere.citizenID = world.lin.citizenID
      let moved = elsewhere
      try await #expect(world.database.write { try store.update(moved, in: .installation, on: $0) })
    }
  }

  @Test(arguments: TestEngine.all) func `pages run forward and back over equal names`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      let (store, now, school) = (world.store, world.services.now, world.school.id)
      let more = (0..<7).map { index -> Teacher in
        var teacher = Teacher.blank(id: world.services.ids.next(), school: school, department: world.mechanics.id)
        teacher.name = index < 4 ? "刘洋" : "马丽\(index)"
        teacher.staffNumber = "M\(index)"
        return teacher
      }
      try await world.database.write { connection in
        for teacher in more { try store.insert(teacher, at: now, on: connection) }
      }
      let all = try await world.database.read { try store.teachers(TeacherQuery(), in: .school(school), on: $0).rows }
      #expect(all.count == 9)
      var (query, seen) = (TeacherQuery(), [TeacherRow]())
      query.limit = 2
      while true {
        let asked = query
        let page = try await world.database.read { try store.teachers(asked, in: .school(school), on: $0) }
        #expect(page.hasPrevious == !seen.isEmpty)
        seen += page.rows
        guard page.hasNext, let last = page.rows.last else { break }
        query.mark = last.mark(isBefore: false)
      }
      #expect(seen == all)
      query.mark = all[5].mark(isBefore: true)
      let asked = query
      let back = try await world.database.read { try store.teachers(asked, in: .school(school), on: $0) }
      #expect(back.rows == Array(all[3...4]))
      #expect(back.hasPrevious && back.hasNext)
      try await #expect(
        world.database.read { try store.count(TeacherQuery(), upTo: 5, in: .school(school), on: $0) } == 5)
    }
  }

  @Test(arguments: TestEngine.all) func `classes run from the newest year, then by name`(engine: TestEngine)
    async throws
  {
    try await World.run(on: engine) { world in
      let now = world.services.now
      let more = [(2024, "b"), (2026, "b"), (2026, "a"), (2024, "a")].map { year, name in
        SchoolClass(
          id: world.services.ids.next(), schoolID: world.school.id, departmentID: world.mechanics.id,
          majorID: world.machining.id, name: "\(year)\(name)", entryYear: year, adviserID: nil, status: .active)
      }
      try await world.database.write { connection in
        for schoolClass in more { try MajorStore.insert(schoolClass, at: now, on: connection) }
      }
      let scope = Actor.Scope.school(world.school.id)
      var (query, names) = (ClassQuery(), [String]())
      query.limit = 2
      while true {
        let asked = query
        let page = try await world.database.read { try MajorStore.page(asked, in: scope, on: $0) }
        names += page.rows.map(\.schoolClass.name)
        guard page.hasNext, let last = page.rows.last else { break }
        query.mark = last.mark(isBefore: false)
      }
      #expect(names == ["2026a", "2026b", "25数控1班", "2024a", "2024b"])
      query.mark = PageMark(isBefore: true, key: "2024.2024a", id: more[3].id.rawValue)
      let asked = query
      let back = try await world.database.read { try MajorStore.page(asked, in: scope, on: $0) }
      #expect(back.rows.map(\.schoolClass.name) == ["2026b", "25数控1班"])
      try await #expect(world.database.read { try MajorStore.entryYears(in: scope, on: $0) } == [2026, 2025, 2024])
      let row = try #require(back.rows.last)
      #expect(row.adviserName == "王海")
      #expect(row.students == 1)
    }
  }

  @Test(arguments: TestEngine.all) func `searches take what people type literally`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      func found(_ search: String) async throws -> [String] {
        var query = TeacherQuery()
        query.search = search
        let asked = query
        return try await world.database.read {
          try world.store.teachers(asked, in: .school(world.school.id), on: $0).rows.map(\.teacher.name)
        }
      }
      try await #expect(found("海") == ["王海"])
      try await #expect(found("t00") == ["王海", "陈静"].sorted())
      try await #expect(found("001").isEmpty)
      for text in ["%", "_", "\\", "'", "王%", "T_01"] { try await #expect(found(text).isEmpty, "\(text)") }
    }
  }

  @Test(arguments: TestEngine.all) func `a major moves with its classes and students`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      var moved = world.machining
      moved.departmentID = world.commerce.id
      let major = moved
      try await world.database.write { try #expect(major.update(in: .installation, on: $0)) }
      let scope = Actor.Scope.department(world.school.id, world.commerce.id)
      try await world.database.read { connection in
        try #expect(MajorStore.schoolClass(world.classroom.id, in: scope, on: connection) != nil)
        try #expect(world.store.student(world.lin.id, in: scope, on: connection) != nil)
        try #expect(world.store.student(world.foreignStudent.id, in: .school(world.other.id), on: connection) != nil)
      }
    }
  }

  @Test(arguments: TestEngine.all) func `a person works in the chosen membership while it lasts`(engine: TestEngine)
    async throws
  {
    try await World.run(on: engine) { world in
      let person = try #require(world.people[.teacher])
      let second = Membership(
        id: world.services.ids.next(), accountID: person.account.id, role: .cooperationOffice,
        schoolID: world.school.id, departmentID: nil, enterpriseID: nil, organisationName: "")
      let now = world.services.now
      try await world.database.write { try MembershipStore.insert(second, at: now, on: $0) }
      try await world.database.write { connection in
        func current(_ id: ID<Membership>?) throws -> ID<Membership>? {
          try MembershipStore.current(account: person.account.id, chosen: id, on: connection)?.id
        }
        try #expect(current(nil) == person.membership.id)
        try #expect(current(second.id) == second.id)
        try #expect(current(world.foreignAdministrator.membership.id) == person.membership.id)
        try #expect(MembershipStore.end(second.id, in: .installation, at: now, on: connection))
        try #expect(!MembershipStore.end(second.id, in: .installation, at: now, on: connection))
        try #expect(current(second.id) == person.membership.id)
        try #expect(MembershipStore.active(second.id, account: person.account.id, on: connection) == nil)
        try #expect(
          MembershipStore.active(person.membership.id, account: world.foreignAdministrator.account.id, on: connection)
            == nil)
      }
      // The same place may be held again after it ended, but not twice at once.
      let again = Membership(
        id: world.services.ids.next(), accountID: person.account.id, role: .cooperationOffice,
        schoolID: world.school.id, departmentID: nil, enterpriseID: nil, organisationName: "")
      try await world.database.write { try MembershipStore.insert(again, at: now, on: $0) }
      await #expect(throws: DatabaseError.self) {
        try await world.database.write { connection in
          try MembershipStore.insert(
            Membership(
              id: world.services.ids.next(), accountID: person.account.id, role: .cooperationOffice,
              schoolID: world.school.id, departmentID: nil, enterpriseID: nil, organisationName: ""), at: now,
            on: connection)
        }
      }
    }
  }
}
