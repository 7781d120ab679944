package import Values

/// What was planned against what was done: a tour's lines with the visits that
/// fill them, and the visits that nobody had planned.
package struct TourProgress: Sendable {
  package let rows: [TourRow]

  /// - Parameters:
  ///   - lines: in the order of the tour.
  ///   - visits: those that `TourVisits` counts to the tour, the oldest first.
  init(stops: [TourStop], lines: [PlannedPartner], visits: [VisitedPartner]) {
    let places = Dictionary(stops.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var rows: [TourRow] = []
    var planned: [ID<Partnership>: ID<TourLine>] = [:]
    // Whoever was cancelled at one stop and planned at another is seen where the plan is; after a merge two lines may
    // mean the same partner, who is counted once.
    for isPlanned in [true, false] {
      for entry in lines
      where (entry.line.state == .planned && places[entry.line.stopID]?.state == .planned) == isPlanned {
        guard let id = entry.line.partnershipID, planned[id] == nil else { continue }
        planned[id] = entry.line.id
      }
    }
    for entry in lines {
      guard let stop = places[entry.line.stopID] else { continue }
      var row = TourRow(name: entry.name, city: TourCity.key(of: stop.region) ?? stop.region, line: entry, stop: stop)
      if let id = entry.line.partnershipID {
        row.isRepeated = planned[id] != entry.line.id
        if !row.isRepeated { row.visits = visits.filter { $0.visit.partnershipID == id } }
      }
      rows.append(row)
    }
    for visit in visits where planned[visit.visit.partnershipID] == nil {
      if let known = rows.firstIndex(where: { $0.line == nil && $0.partnershipID == visit.visit.partnershipID }) {
        rows[known].visits.append(visit)
        continue
      }
      let city = TourCity.key(of: visit.region) ?? visit.region
      rows.append(TourRow(name: visit.name, city: city, line: nil, stop: nil, visits: [visit]))
    }
    self.rows = rows
  }

  /// The rows that a figure counts.
  package func rows(_ view: TourRow.View?, in city: String? = nil) -> [TourRow] {
    rows.filter { row in
      (city == nil || row.city == city) && (view.map { row.counts(as: $0) } ?? true)
    }
  }

  package func figures(in city: String? = nil) -> TourFigures { TourFigures(rows(nil, in: city)) }

  /// The cities in the order of the tour, those that were added on the way last.
  package var cities: [String] {
    rows.reduce(into: []) { if !$0.contains($1.city) { $0.append($1.city) } }
  }
}

/// A line of a tour with the partner's name.
package struct PlannedPartner: Sendable, Hashable {
  package var line: TourLine
  /// The partner's, or the prospect's.
  package var name: String
  package var creditCode: String
  /// Where the enterprise is, for calendars.
  package var address: String
  /// Whether it is silent.
  package var isSilent: Bool
}

/// A visit with what a tour needs of its partner.
package struct VisitedPartner: Sendable, Hashable {
  package var visit: Visit
  package var name: String
  package var region: String
}

/// A planned partner, or one that was added on the way.
package struct TourRow: Sendable, Hashable {
  package let name: String
  package let city: String
  /// `nil`: added on the way.
  package let line: PlannedPartner?
  package let stop: TourStop?
  /// The oldest first.
  package var visits: [VisitedPartner] = []
  /// Whether the partner is counted on another line of the tour.
  var isRepeated = false

  package var partnershipID: ID<Partnership>? { line?.line.partnershipID ?? visits.first?.visit.partnershipID }
  package var isSeen: Bool { !visits.isEmpty }
  /// Whether the plan does without it.
  package var isCancelled: Bool { line?.line.state == .cancelled || stop?.state == .cancelled }
  /// The planned day.
  package var day: CivilDate? { line?.line.day ?? stop?.day }

  /// What figures count.
  package enum View: String, Sendable, CaseIterable {
    case planned, seen, unseen, added, outreach
  }

  package func counts(as view: View) -> Bool {
    switch view {
    // Who was cancelled and seen nevertheless was planned.
    case .planned: line != nil && !isRepeated && (!isCancelled || isSeen)
    case .seen: line != nil && isSeen
    case .unseen: line != nil && !isRepeated && !isSeen && !isCancelled
    case .added: line == nil
    case .outreach: visits.contains { $0.visit.isOutreach }
    }
  }
}

/// The figures of 访企拓岗 (codes.md: posts offered, average pay, interns, hires).
package struct TourFigures: Sendable, Hashable {
  package private(set) var planned = 0
  package private(set) var seen = 0
  package private(set) var unseen = 0
  package private(set) var added = 0
  package private(set) var outreach = 0
  package private(set) var posts = 0
  package private(set) var interns = 0
  package private(set) var hires = 0
  /// In fen, weighted by the posts offered; `nil` where nobody named one.
  package private(set) var averagePay: Int64?
  package private(set) var outcomes: [Visit.Outcome: Int] = [:]

  init(_ rows: [TourRow]) {
    var (pay, weight) = (Int64(0), Int64(0))
    for row in rows {
      planned += row.counts(as: .planned) ? 1 : 0
      seen += row.counts(as: .seen) ? 1 : 0
      unseen += row.counts(as: .unseen) ? 1 : 0
      added += row.counts(as: .added) ? 1 : 0
      for visit in row.visits.map(\.visit) where visit.isOutreach {
        outreach += 1
        posts += visit.posts ?? 0
        for opening in visit.openings {
          switch opening.kind {
          case .intern: interns += opening.count
          case .hire: hires += opening.count
          }
        }
        if let average = visit.averagePay {
          let count = Int64(max(1, visit.posts ?? 1))
          pay += average * count
          weight += count
        }
        if let outcome = visit.outcome { outcomes[outcome, default: 0] += 1 }
      }
    }
    averagePay = weight > 0 ? pay / weight : nil
  }
}
