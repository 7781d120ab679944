package import Database
import DatabasePostgres
import DatabaseSQLite
import Foundation

extension Settings {
  /// Opens the database that the settings name. SQLite's file is made when it
  /// is not there yet.
  /// - Throws: `DatabaseError` with what to do.
  package func openDatabase(_ paths: DataPaths) throws -> any DatabaseEngine {
    let url = self["database"]
    return url.isEmpty
      ? try SQLiteDatabase(path: paths.database) : try PostgresDatabase(url: url, poolSize: integer("pool"))
  }

  /// The database without its password, for people.
  package var databaseName: String {
    let url = self["database"]
    guard let at = url.lastIndex(of: "@"), let scheme = url.range(of: "://") else {
      return url.isEmpty ? "SQLite" : url
    }
    return "\(url[..<scheme.upperBound])…\(url[at...])"
  }
}
