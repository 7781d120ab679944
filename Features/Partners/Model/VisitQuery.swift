package import Accounts
package import Organizations
package import Values

/// What a list of visits is asked for.
package struct VisitQuery: Sendable, Hashable {
  /// Part of what was said, of a place, of a person's name, or of the partner's names and codes.
  package var search = ""
  package var partnershipID: ID<Partnership>?
  package var departmentID: ID<Department>?
  package var ownerID: ID<Account>?
  /// Only the visits of a tour.
  package var tourID: ID<Tour>?
  package var kinds: [String] = []
  package var provinces: [String] = []
  package var from: CivilDate?
  package var until: CivilDate?
  /// Only visits that are reported as 访企拓岗.
  package var isOutreach = false
  /// Only those that were taken out of the log and can be put back.
  package var isRemoved = false
  package var order: Order = .day
  package var isDescending = true
  package var mark: Mark?
  package var limit = 20

  package init() {}

  package enum Order: String, Sendable, CaseIterable {
    case day, changed
  }

  /// The last (or first) row of the page that was shown.
  package struct Mark: Sendable, Hashable {
    package var isBefore: Bool
    /// The row's day, or the milliseconds of its last change.
    package var key: String
    package var id: ID<Visit>

    package init(isBefore: Bool, key: String, id: ID<Visit>) {
      self.isBefore = isBefore
      self.key = key
      self.id = id
    }
  }
}

/// A visit as lists show it.
package struct VisitSummary: Sendable, Hashable {
  package var visit: Visit
  package let partnerName: String
  package let creditCode: String
  package let departmentName: String
  package let ownerName: String
  package let openTasks: Int
  package let updatedAt: Instant
}

/// One page of visits in order, and whether there are more on either side.
package struct VisitListing: Sendable {
  package let rows: [VisitSummary]
  package let hasPrevious: Bool
  package let hasNext: Bool
}
