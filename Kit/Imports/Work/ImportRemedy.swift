import Database
import Documents
package import Localization
import Platform

/// Something that a kind of import can make so that wrong rows become right:
/// the classes that a roster names and the school does not have yet.
package struct ImportRemedy: Sendable, Hashable {
  /// How many wrong rows it would help.
  package let rows: Int
  /// What would be made, as people read it.
  package let items: [String]
  /// What is missing: `3 classes are missing`.
  package let title: Message
  /// What the button does.
  package let action: Message

  package init(rows: Int, items: [String], title: Message, action: Message) {
    self.rows = rows
    self.items = items
    self.title = title
    self.action = action
  }
}

extension ImportKind {
  /// Most kinds need nothing that takes time to make.
  package func prepare() async {}

  /// Most kinds make nothing beside their records.
  package func remedy(for rows: [ImportRow], of owner: ImportOwner) async throws -> ImportRemedy? { nil }
  package func apply(remedyFor rows: [ImportRow], of owner: ImportOwner) async throws {}
}

extension ImportDesk {
  /// Looked at for a remedy, so that a page never costs more than so many rows.
  private static var rowsLookedAt: Int { 500 }

  /// What could be made for the wrong rows of a checked batch.
  package func remedy(of batch: ImportBatch) async throws -> ImportRemedy? {
    guard batch.state == .checked, batch.counts.wrong > 0 else { return nil }
    return try await kind.remedy(for: try await wrongRows(of: batch, limit: Self.rowsLookedAt), of: batch.owner)
  }

  /// Makes what all wrong rows lack, and checks the batch again.
  /// - Throws: `ImportRefusal.state`.
  package func remedyAndCheck(_ batch: ImportBatch) async throws {
    guard batch.state == .checked else { throw ImportRefusal.state }
    try await kind.apply(remedyFor: try await wrongRows(of: batch, limit: ImportBatch.mostRows), of: batch.owner)
    try await checkAgain(batch)
  }

  private func wrongRows(of batch: ImportBatch, limit: Int) async throws -> [ImportRow] {
    let pending = try await services.database.readLong {
      try ImportRowStore.pending(of: batch, states: [.wrong], limit: limit, on: $0)
    }
    let (store, reading) = (rows, RowReading(batch.mapping, kind.columns))
    return try await InParallel.map(pending) { rows in
      try rows.map { reading.row(SheetRow(number: $0.number, cells: try store.open($0.cells))) }
    }
  }
}
