package import Accounts
package import Values

/// What the list of tours is asked for.
package struct TourQuery: Sendable, Hashable {
  /// Part of the title.
  package var search = ""
  package var states: [Tour.State] = []
  /// Tours that touch the year.
  package var year: Int?
  /// Only those that an account leads, planned or comes along on.
  package var personID: ID<Account>?
  package var after: Mark?
  package var limit = 20

  package init() {}

  /// The last row of the page that was shown.
  package struct Mark: Sendable, Hashable {
    package var day: CivilDate
    package var id: ID<Tour>

    package init(day: CivilDate, id: ID<Tour>) {
      self.day = day
      self.id = id
    }
  }
}

/// A tour as lists show it.
package struct TourSummary: Sendable {
  package let tour: Tour
  package let departmentName: String
  package let leadName: String
  /// The cities in order.
  package let cities: [String]
  package let planned: Int
  package let seen: Int
}
