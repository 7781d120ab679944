import Database
import Localization
import Organizations
import Values
import Views

/// The figures at the head of the register; each opens the rows behind it.
struct AgreementTiles: Sendable {
  let active: Int
  let underWay: Int
  let ending: Int
  let over: Int

  private static let limit = AgreementListPage.countLimit

  static func read(
    in scope: Actor.Scope, today: CivilDate, on connection: some Connection
  ) throws -> AgreementTiles {
    func count(_ change: (inout AgreementQuery) -> Void) throws -> Int {
      var query = AgreementQuery()
      change(&query)
      return try AgreementListStore.count(query, upTo: limit, in: scope, today: today, on: connection) ?? 0
    }
    return AgreementTiles(
      active: try count { $0.states = [.active] },
      underWay: try count { $0.states = [.draft, .review, .negotiation, .signing] },
      ending: try count { $0.endingDays = AgreementRules.expiringDays }, over: try count { $0.endingDays = 0 })
  }

  func html(_ t: Localizer) -> HTML {
    guard active + underWay > 0 else { return .empty }
    let open = "/agreements?state=draft&state=review&state=negotiation&state=signing"
    let tiles = StatRow([
      StatTile(t("agreements.tile.active"), figure(active), link: "/agreements?state=active"),
      StatTile(t("agreements.tile.underWay"), figure(underWay), link: Link(open)),
      StatTile(
        t("agreements.tile.ending", ["days": "\(AgreementRules.expiringDays)"]), figure(ending),
        tone: ending > 0 ? .warning : .neutral, link: Link("/agreements?ending=\(AgreementRules.expiringDays)")),
      StatTile(
        t("agreements.tile.over"), figure(over), note: over > 0 ? t("agreements.tile.over.note") : nil,
        tone: over > 0 ? .bad : .ok, link: "/agreements?ending=0"),
    ])
    return tiles.html
  }

  private func figure(_ count: Int) -> String {
    count >= Self.limit ? "\(FigureText.grouped(Self.limit))+" : FigureText.grouped(count)
  }
}
