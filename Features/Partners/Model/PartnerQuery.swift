package import Organizations
package import Values

/// What a list of partners is asked for: the filters that stand in its
/// address, its order, and its place.
package struct PartnerQuery: Sendable, Hashable {
  /// Part of a name, a credit code, a contact, a product; pinyin initials of the name.
  package var search = ""
  package var departmentID: ID<Department>?
  package var majorID: ID<Major>?
  package var levels: [String] = []
  /// Sections (`C`) or divisions (`C34`) of GB/T 4754.
  package var industries: [String] = []
  /// The first two digits of GB/T 2260 codes.
  package var provinces: [String] = []
  package var sizes: [String] = []
  package var reviews: [String] = []
  package var tag = ""
  package var ownerID: Int64?
  package var enterpriseStatus = ""
  package var includesEnded = false
  /// Only partners without a contact for longer than the school allows.
  package var isSilent = false
  /// Only partners whose enterprise changed something that nobody of the school has seen.
  package var hasChanges = false
  /// Only partners that were there by the end of this year.
  package var knownBy: Int?
  package var order: Order = .name
  package var isDescending = false
  /// The place: rows after or before this one in the order.
  package var mark: Mark?
  package var limit = 20

  package init() {}

  /// Each order has an index that begins with the school. What a search finds comes newest first unless another order is
  /// asked for: the index of texts gives it in that order and stops when the page is full.
  package enum Order: String, Sendable, CaseIterable {
    case name, changed, newest
  }

  /// The last (or first) row of the page that was shown.
  package struct Mark: Sendable, Hashable {
    package var isBefore: Bool
    /// The row's value in the order: a name, or milliseconds.
    package var key: String
    package var id: ID<Partnership>

    package init(isBefore: Bool, key: String, id: ID<Partnership>) {
      self.isBefore = isBefore
      self.key = key
      self.id = id
    }
  }
}

/// A partner as lists and exports show it.
package struct PartnerSummary: Sendable, Hashable {
  package let partnershipID: ID<Partnership>
  package let schoolID: ID<School>
  package let enterprise: Enterprise
  package let level: String
  package let levelName: LevelName
  package let departmentName: String
  package let ownerName: String
  package let source: String
  package let motives: [String]
  package let since: CivilDate?
  package let note: String
  package let status: Partnership.Status
  package let reviewState: Partnership.ReviewState
  package let reviewValidUntil: CivilDate?
  package let updatedAt: Instant
  /// What the enterprise changed since somebody of the school last looked.
  package let unseenChanges: Int
  /// The school's majors that it works with, by name.
  package var majors: [String]
}

/// One page of partners in order, and whether there are more on either side.
package struct PartnerListing: Sendable {
  package let rows: [PartnerSummary]
  package let hasPrevious: Bool
  package let hasNext: Bool
}
