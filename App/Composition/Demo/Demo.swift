import Accounts
import Agreements
import Database
import Foundation
import Organizations
import Partners
package import Platform
import Projects
import Standards
import Values

/// Fills an empty installation with three schools, their people and their
/// partners: deterministic, from a fixed seed.
package struct Demo: Sendable {
  /// 1 makes the demo that people look at; more multiplies enterprises,
  /// teachers and students for measurement.
  package let scale: Int
  package let enterprises: Int
  /// Agreements and obligations of the first school beside the demo's own, for measurement.
  private let agreements: Int
  private let obligations: Int
  private let services: Services

  /// Rows per transaction: large enough to be quick, small enough that other
  /// writers of a running server get their turn.
  static let batch = 500

  /// - Parameters:
  ///   - enterprises: how many, when the scale shall not say it.
  ///   - agreements: so many more than the demo has of itself.
  ///   - obligations: so many more, of these agreements.
  package init(
    scale: Int = 1, enterprises: Int? = nil, agreements: Int = 0, obligations: Int = 0, services: Services
  ) {
    self.scale = max(1, scale)
    (self.agreements, self.obligations) = (agreements, obligations)
    self.enterprises = enterprises ?? Self.enterpriseCount * self.scale
    self.services = services
  }

  /// The numbers of scale 1; the partner counts of the registry are what a school of this size reports.
  package static let enterpriseCount = 134

  /// - Parameter progress: called with rows done and rows in all.
  package func fill(progress: @Sendable (Int, Int) -> Void = { _, _ in }) async throws {
    var random = DemoRandom(seed: 20_260_901)
    let people = DemoSchools.all.reduce(0) { $0 + $1.teachers + $1.students } * scale
    let total = people + enterprises + agreements
    var done = 0

    let schools = try await DemoOrganizations(services: services).make()
    try await DemoAccounts(services: services).make(in: schools)
    for school in schools {
      for chunk in DemoPeople.teachers(of: school, scale: scale, ids: services.ids, random: &random) {
        try await write(teachers: chunk)
        done += chunk.count
        progress(done, total)
      }
      for chunk in DemoPeople.students(of: school, scale: scale, ids: services.ids, random: &random) {
        try await write(students: chunk)
        done += chunk.count
        progress(done, total)
      }
    }
    let owners = try await services.database.read { connection in
      try schools.map {
        try MembershipStore.accounts(holding: [.cooperationOffice], school: $0.school.id, on: connection).first
      }
    }
    let reviewers = try await services.database.read { try DemoReviews.reviewers(of: schools, on: $0) }
    let today = services.clock.today
    var partners = DemoPartners(
      schools: schools, owners: owners.map { $0?.rawValue }, services: services, today: today,
      evidence: try await DemoEvidence.make(in: services.files),
      logos: try await DemoLogos.make(in: services.files),
      reviews: DemoReviews(reviewers, ids: services.ids, today: today))
    for number in 0..<enterprises where number % Self.batch == 0 {
      let upper = min(number + Self.batch, enterprises)
      var chunk = (number..<upper).map { partners.make($0, random: &random) }
      if number == 0, let first = schools.first { DemoDuplicates.plant(in: &chunk, school: first.school.id) }
      try await partners.write(chunk)
      done += chunk.count
      progress(done, total)
    }
    try await DemoVisits(services: services, today: today).make(in: schools, reviewers: reviewers, random: &random)
    if let first = schools.first {
      // Who answered a survey was heard of.
      try await SurveySamples(services).fill(first.school.id)
      try await TourSamples(services).fill(first.school.id)
    }
    try await RemindOfContacts(services)()
    if let first = schools.first {
      try await SpaceSamples(services).fill(DemoPartners.firstEnterpriseID, school: first.school.id)
      try await AgreementSamples(services).fill(first.school.id)
      try await ProjectSamples(services).fill(first.school.id)
      let before = done
      try await ManyAgreements(services, agreements: agreements, obligations: obligations).fill(first.school.id) {
        progress(before + $0, total)
      }
    }
  }

  private func write(teachers: [Teacher]) async throws {
    let (store, now) = (PeopleStore(services.sealer), services.now)
    try await services.database.writeAlone { connection in
      for teacher in teachers { try store.insert(teacher, at: now, on: connection) }
    }
  }

  private func write(students: [Student]) async throws {
    let (store, now) = (PeopleStore(services.sealer), services.now)
    try await services.database.writeAlone { connection in
      for student in students { try store.insert(student, at: now, on: connection) }
    }
  }
}

/// A school of the demo as it stands in the database.
struct DemoSchool: Sendable {
  let school: School
  let departments: [Organizations.Department]
  let majors: [Organizations.Major]
  let classes: [SchoolClass]
  let teacherCount: Int
  let studentCount: Int
}
