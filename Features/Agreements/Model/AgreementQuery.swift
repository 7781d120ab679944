import Organizations
import Partners
import Values

/// What the register is asked for: the filters that stand in its address, its order, and its place.
struct AgreementQuery: Sendable, Hashable {
  /// Part of a number, a title, a party or the text.
  var search = ""
  var types: [String] = []
  var states: [AgreementState] = []
  var departmentID: ID<Department>?
  var partnershipID: ID<Partnership>?
  var ownerID: Int64?
  /// Those in force that end within so many days; 0 for those that are over.
  var endingDays: Int?
  var order = Order.newest
  var mark: Mark?
  var limit = 20

  enum Order: String, Sendable, CaseIterable {
    case newest
    /// The first to end comes first; those without an end are left out.
    case ends
  }

  /// The last (or first) row of the page that was shown.
  struct Mark: Sendable, Hashable {
    var isBefore: Bool
    /// The row's last day, where that is the order.
    var day: CivilDate?
    var id: ID<Agreement>
  }
}

/// An agreement as lists and exports show it.
struct AgreementSummary: Sendable, Hashable {
  let id: ID<Agreement>
  let number: String
  let title: String
  let state: AgreementState
  let isReturned: Bool
  let typeCode: String
  let kind: AgreementKind
  let relation: Agreement.Relation
  let partnershipID: ID<Partnership>
  let enterpriseName: String
  let departmentName: String
  let ownerName: String
  let startOn: CivilDate?
  let endOn: CivilDate?
  let amount: Int64?
  let dueOn: CivilDate?
  let post: ReviewPost?
  let signedOn: CivilDate?
}

/// One page of the register.
struct AgreementListing: Sendable {
  let rows: [AgreementSummary]
  let hasPrevious: Bool
  let hasNext: Bool
}
