import Database
import Localization
import Organizations
import Values
import Views

/// The figures at the head of the list; each opens the rows behind it.
struct ProjectTiles: Sendable {
  let running: Int
  let waiting: Int
  let late: Int
  /// Fen granted to what runs now.
  let granted: Int64

  private static let limit = ProjectListPage.countLimit
  private static let runningStates: [ProjectState] = [.approved, .running, .midterm, .closing]

  static func read(in sight: ProjectSight, today: CivilDate, on connection: some Connection) throws -> ProjectTiles {
    func count(_ change: (inout ProjectQuery) -> Void) throws -> Int {
      var query = ProjectQuery()
      change(&query)
      return try ProjectListStore.count(query, upTo: limit, in: sight, today: today, on: connection) ?? 0
    }
    return ProjectTiles(
      running: try count { $0.states = runningStates },
      waiting: try count { $0.states = [.submitted, .review] }, late: try count { $0.isLate = true },
      granted: try connection.value(
        "SELECT CAST(coalesce(sum(p.granted), 0) AS BIGINT) FROM projects p WHERE \(sight.condition) AND p.state IN \(list: runningStates)"
      ) ?? 0)
  }

  func html(_ t: Localizer) -> HTML {
    guard running + waiting > 0 else { return .empty }
    let open = ProjectLinks.list.with(Self.runningStates.map { ("state", $0.rawValue) })
    return StatRow([
      StatTile(t("projects.tile.running"), figure(running), link: open),
      StatTile(
        t("projects.tile.waiting"), figure(waiting),
        link: ProjectLinks.list.with([("state", "submitted"), ("state", "review")])),
      StatTile(
        t("projects.tile.late"), figure(late), note: late > 0 ? t("projects.tile.late.note") : nil,
        tone: late > 0 ? .bad : .ok, link: ProjectLinks.list.with([("late", "1")])),
      StatTile(t("projects.tile.granted"), t.roundMoney(fen: granted), link: open.with([("sort", "amount")])),
    ]).html
  }

  private func figure(_ count: Int) -> String {
    count >= Self.limit ? "\(FigureText.grouped(Self.limit))+" : FigureText.grouped(count)
  }
}
