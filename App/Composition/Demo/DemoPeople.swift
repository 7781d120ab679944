import Organizations
import Standards
import Values

/// Makes teachers and students.
enum DemoPeople {
  static func teachers(
    of school: DemoSchool, scale: Int, ids: IDGenerator, random: inout DemoRandom
  ) -> [[Teacher]] {
    var teachers: [Teacher] = []
    for number in 1...(school.teacherCount * scale) {
      let department = school.departments[number % school.departments.count]
      let isFemale = random.happens(52)
      teachers.append(
        Teacher(
          id: ids.next(), schoolID: school.school.id, departmentID: department.id, staffNumber: "T\(10000 + number)",
          name: name(&random), sex: isFemale ? .female : .male, title: random.pick(DemoNames.titles),
          isDualQualified: random.happens(46), phone: phone(&random),
          mail: "t\(10000 + number)@\(school.school.code.lowercased()).example.edu.cn", status: .active))
    }
    return chunks(teachers)
  }

  static func students(
    of school: DemoSchool, scale: Int, ids: IDGenerator, random: inout DemoRandom
  ) -> [[Student]] {
    var students: [Student] = []
    for number in 1...(school.studentCount * scale) {
      let schoolClass = school.classes[number % school.classes.count]
      let isFemale = random.happens(44)
      let age = school.school.level == .secondary ? 15 : 18
      let birth = CivilDate(
        year: schoolClass.entryYear - age, month: 1 + random.below(12), day: 1 + random.below(28))
      let citizenID = birth.flatMap {
        self.citizenID(region: school.school.region, birth: $0, number: number, isFemale: isFemale)
      }
      students.append(
        Student(
          id: ids.next(), schoolID: school.school.id, departmentID: schoolClass.departmentID,
          majorID: schoolClass.majorID, classID: schoolClass.id,
          studentNumber: "\(schoolClass.entryYear)\(100_000 + number)",
          name: name(&random), sex: isFemale ? .female : .male, birthDate: birth, citizenID: citizenID ?? "",
          phone: phone(&random), guardianName: name(&random), guardianPhone: phone(&random),
          entryYear: schoolClass.entryYear, status: .enrolled))
    }
    return chunks(students)
  }

  static func name(_ random: inout DemoRandom) -> String {
    random.pick(DemoNames.surnames) + random.pick(DemoNames.given)
  }

  /// A number of the block 199 0000 that no operator assigns.
  static func phone(_ random: inout DemoRandom) -> String {
    "1990000" + String(10_000 + random.below(10_000)).dropFirst()
  }

  /// A well-formed identity number whose region code, 999999, no place has.
  private static func citizenID(region: String, birth: CivilDate, number: Int, isFemale: Bool) -> String {
    let day = birth.description.filter { $0 != "-" }
    let pair = number / 2 % 500
    let sequence = String(1000 + (isFemale ? pair * 2 : pair * 2 + 1)).suffix(3)
    let region = String(100 + number / 1000 % 900).suffix(3)
    let first17 = "999\(region)\(day)\(sequence)"
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(first17, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
    return first17 + String(Array("10X98765432")[sum % 11])
  }

  private static func chunks<Item>(_ items: [Item]) -> [[Item]] {
    stride(from: 0, to: items.count, by: Demo.batch).map { Array(items[$0..<min($0 + Demo.batch, items.count)]) }
  }
}
