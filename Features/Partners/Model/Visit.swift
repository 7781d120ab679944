package import Accounts
import Database
package import Organizations
import Records
package import Values

/// One contact of a school with a partner: who saw whom, when, where, about
/// what, and what came of it (inventory 44, 161).
package struct Visit: Sendable, Hashable {
  package var id: ID<Visit>
  package var schoolID: ID<School>
  package var partnershipID: ID<Partnership>
  /// The department whose visit it was; it stays theirs when another department takes the partner over.
  package var departmentID: ID<Department>?
  /// The first two digits of the region where the partner was at that time.
  package var province: String
  package var kind: Kind
  package var day: CivilDate
  /// `09:30` in China; empty where nobody noted it.
  package var begins: String
  package var ends: String
  package var place: String
  package var content: String
  package var result: String
  /// 访企拓岗: the fields below are reported.
  package var isOutreach: Bool
  /// Majors and levels that the enterprise looks for, in words.
  package var needs: String
  /// Posts offered.
  package var posts: Int?
  /// Average monthly pay in fen.
  package var averagePay: Int64?
  package var outcome: Outcome?
  /// Other intentions: donations, equipment, joint classes.
  package var intentions: String
  package var people: [VisitPerson]
  package var openings: [VisitOpening]
  /// Who wrote it down.
  package var ownerID: ID<Account>?
  package var version: Int

  /// How the two sides met (inventory 44).
  package enum Kind: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
    case visit, seminar, phone, online, questionnaire
  }

  /// The form that the result of an outreach visit took.
  package enum Outcome: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
    case agreement, intention, internship, hiring, classes, talks, none
  }

  package init(
    id: ID<Visit>, schoolID: ID<School>, partnershipID: ID<Partnership>, kind: Kind = .visit, day: CivilDate
  ) {
    self.id = id
    self.schoolID = schoolID
    self.partnershipID = partnershipID
    self.kind = kind
    self.day = day
    departmentID = nil
    province = ""
    begins = ""
    ends = ""
    place = ""
    content = ""
    result = ""
    isOutreach = false
    needs = ""
    posts = nil
    averagePay = nil
    outcome = nil
    intentions = ""
    people = []
    openings = []
    ownerID = nil
    version = 1
  }

  package func people(of side: VisitPerson.Side) -> [VisitPerson] { people.filter { $0.side == side } }

  /// 带队人 of the school, or who received them.
  package func lead(of side: VisitPerson.Side) -> VisitPerson? {
    people.first { $0.side == side && $0.isLead } ?? people.first { $0.side == side }
  }
}

/// Somebody who took part: a person of the school's rosters, a contact of the
/// partner, or a name.
package struct VisitPerson: Sendable, Hashable {
  package var side: Side
  package var source: Source
  /// As it was at that time; for people of rosters and contacts too, who may leave.
  package var name: String
  package var position: String
  /// 工号 or 学号 of people of the rosters.
  package var number: String
  /// Who led the visitors, or received them.
  package var isLead: Bool

  package enum Side: String, Sendable, CaseIterable, SQLConvertible {
    case school, partner
  }

  package enum Source: Sendable, Hashable {
    case teacher(ID<Teacher>)
    case student(ID<Student>)
    case contact(ID<PartnerContact>)
    case name
  }

  package init(
    side: Side, source: Source = .name, name: String, position: String = "", number: String = "", isLead: Bool = false
  ) {
    self.side = side
    self.source = source
    self.name = name
    self.position = position
    self.number = number
    self.isLead = isLead
  }
}

/// What an enterprise offers students of a major: interns it takes, or
/// graduates it hires.
package struct VisitOpening: Sendable, Hashable {
  package var kind: Kind
  package var major: String
  package var level: SchoolLevel?
  package var count: Int
  /// Monthly pay in fen; for graduates the starting pay.
  package var pay: Int64?

  package enum Kind: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
    case intern, hire
  }

  package init(kind: Kind, major: String, level: SchoolLevel? = nil, count: Int, pay: Int64? = nil) {
    self.kind = kind
    self.major = major
    self.level = level
    self.count = count
    self.pay = pay
  }
}
