package import Accounts
package import Files
package import Localization
package import Organizations
package import Records
package import Values

/// A document that takes longer than a page may, asked for by a person: a
/// register, or many documents in one archive. A job makes it; it can be
/// fetched for a week.
package struct DocumentOrder: Sendable {
  package let id: ID<DocumentOrder>
  package let accountID: ID<Account>
  package let schoolID: ID<School>?
  /// Which kind of document: `partners.register`.
  package let kind: String
  /// What it needs to be seen, also when it is fetched later.
  package let permission: Permission
  /// In the language it was asked for.
  package let title: String
  package let language: Language
  /// What the person may see, as it was when they asked.
  package let scope: Actor.Scope
  /// Of what: filters and order of a list, or ids.
  package let query: FormData
  package let state: State
  package let file: File?
  /// Why there is none.
  package let problem: Message?
  package let failures: [Failure]
  package let createdAt: Instant

  package enum State: String, Sendable, CaseIterable {
    case waiting, done, failed, cancelled
  }

  package struct File: Sendable, Hashable {
    package let name: String
    package let type: FileType
    package let size: Int
    package let pages: Int
    package let documents: Int
  }

  /// A record whose document was not made, and why.
  package struct Failure: Sendable, Hashable, Codable {
    package let label: String
    package let message: Message

    package init(label: String, message: Message) {
      self.label = label
      self.message = message
    }
  }

  /// Days that a document can be fetched.
  package static let keptDays = 7
}

/// What came of an order.
package struct MadeDocument: Sendable {
  package let fileName: String
  package let type: FileType
  package let pages: Int
  package let documents: Int
  package let failures: [DocumentOrder.Failure]

  package init(
    fileName: String, type: FileType, pages: Int, documents: Int = 1, failures: [DocumentOrder.Failure] = []
  ) {
    self.fileName = fileName
    self.type = type
    self.pages = pages
    self.documents = documents
    self.failures = failures
  }
}

/// What can be ordered. A feature has a type for each.
package protocol DocumentKind: Sendable {
  /// `partners.register`; its job is `documents.partners.register`, which the page of jobs names.
  var name: String { get }

  /// Makes the document at `path`.
  ///
  /// It logs what was taken out. What is wrong with one record of many is told in the outcome.
  /// - Parameter report: tells how far it is; throws when it is to stop.
  /// - Throws: `TypesetError` and `DocumentRefusal`, which the person is told; other errors are tried again.
  func make(
    _ order: DocumentOrder, to path: String, _ t: Localizer,
    report: @escaping @Sendable (_ done: Int, _ total: Int) async throws -> Void
  ) async throws -> MadeDocument
}

/// Why a document is not made, as the person who asked is told.
package struct DocumentRefusal: Error, Sendable, Hashable {
  package let message: Message

  package init(_ message: Message) {
    self.message = message
  }
}
