// GRDB has its own types of these names. Inside this module the bare names are
// ours and GRDB's are written out. This file must not import GRDB: its class
// `Database` would hide the module `Database`.
import Database

typealias Row = Database.Row
typealias SQL = Database.SQL
typealias DatabaseError = Database.DatabaseError
