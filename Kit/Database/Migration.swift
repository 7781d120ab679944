/// One step of a feature's schema. Its text never changes once released: the
/// ledger keeps a checksum, and a changed old step refuses to start.
package struct Migration: Sendable {
  /// Unique within its set: `001-enterprises`.
  package let name: String
  package let sqlite: String
  package let postgres: String

  /// A step whose text is the same on both engines: one or more statements, `;` between them.
  ///
  /// A key `BIGINT PRIMARY KEY` becomes SQLite's `INTEGER PRIMARY KEY`, which holds the same 64 bits but is the row's
  /// own number: with any other name of the type SQLite keeps a second index, and every lookup goes through both.
  package init(_ name: String, _ text: String) {
    self.init(
      name,
      sqlite: text.replacing("BIGINT PRIMARY KEY", with: "INTEGER PRIMARY KEY")
        .replacing("BIGINT NOT NULL PRIMARY KEY", with: "INTEGER PRIMARY KEY"),
      postgres: text)
  }

  package init(_ name: String, sqlite: String, postgres: String) {
    self.name = name
    self.sqlite = sqlite
    self.postgres = postgres
  }

  package func text(for dialect: Dialect) -> String {
    dialect == .sqlite ? sqlite : postgres
  }
}

/// A feature's steps in order; they only grow at the end.
package struct MigrationSet: Sendable {
  package let owner: String
  package let steps: [Migration]

  package init(owner: String, steps: [Migration]) {
    self.owner = owner
    self.steps = steps
  }
}
