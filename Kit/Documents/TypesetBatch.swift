package import Values

/// One record of a batch: its name, what its file is called, and how its document is asked for.
package struct TypesetBatchItem: Sendable {
  /// The record's name, by which a failure is told.
  package let label: String
  /// Without the ending `.pdf`; characters that file systems refuse are replaced, and a second one gets a number.
  package let fileName: String
  let request: @Sendable () async throws -> TypesetRequest

  /// - Parameter request: loads the record's data when its turn comes, so that memory holds few at a time.
  ///   It may throw `TypesetError`, which is told as the record's failure; other errors end the batch.
  package init(
    label: String, fileName: String, request: @escaping @Sendable () async throws -> TypesetRequest
  ) {
    self.label = label
    self.fileName = fileName
    self.request = request
  }
}

/// What came of a batch.
package struct TypesetBatch: Sendable, Hashable {
  package struct Failure: Sendable, Hashable {
    package let label: String
    package let error: TypesetError
  }

  package var documents = 0
  package var pages = 0
  /// In the order of the batch.
  package var failures: [Failure] = []
  /// Labels of documents in which a character has no glyph.
  package var unprintable: [String] = []
  /// Bytes of the archive.
  package var size = 0

  package init() {}
}

extension Typesetter {
  /// Makes many documents and puts them into one archive (.zip), in the order of `items`.
  ///
  /// One wrong record is told in the outcome and does not stop the others; a
  /// missing font, template or worker stops all. When the task is cancelled,
  /// nothing is left at `path`.
  /// - Parameters:
  ///   - path: where the archive is made; beside it, two documents at a time are on their way.
  ///   - report: told after each document how many are done; throwing ends the batch.
  ///   - note: a text for the archive, made of the outcome, such as the list of failures; `nil` for none.
  /// - Throws: `TypesetError`, `ZipWriter.Failure.tooLarge`, `CancellationError`, what `items` and `report` throw.
  package func typesetBatch(
    _ items: [TypesetBatchItem], to path: String, made: Instant,
    report: @Sendable (_ done: Int) async throws -> Void = { _ in },
    note: @Sendable (TypesetBatch) -> (name: String, text: String)? = { _ in nil }
  ) async throws -> TypesetBatch {
    let archive = try ZipWriter(path: path)
    var (batch, names) = (TypesetBatch(), FileNames())
    try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
      // Two at a time: while one is typeset, the other is loaded or put away. Results wait for their turn.
      var (begun, done, ready) = (0, 0, [Int: Outcome]())
      func begin() {
        guard begun < items.count, begun < done + 2 else { return }
        let (number, item) = (begun, items[begun])
        begun += 1
        group.addTask { (number, try await self.outcome(of: item, at: "\(path).\(number)")) }
      }
      begin()
      begin()
      while let (number, outcome) = try await group.next() {
        ready[number] = outcome
        while let outcome = ready.removeValue(forKey: done) {
          switch outcome {
          case .made(let file, let document):
            let name = names.unused(for: items[done].fileName) + ".pdf"
            try archive.add(fileAt: file.path, named: name, at: made)
            batch.documents += 1
            batch.pages += document.pages
            if document.unprintable != nil { batch.unprintable.append(items[done].label) }
          case .failed(let error):
            batch.failures.append(TypesetBatch.Failure(label: items[done].label, error: error))
          }
          done += 1
          try await report(done)
          begin()
        }
      }
    }
    if let note = note(batch) { try archive.add(Array(note.text.utf8), named: note.name, at: made) }
    try archive.close()
    batch.size = archive.size
    return batch
  }

  private enum Outcome: Sendable {
    case made(PassingFile, TypesetDocument)
    case failed(TypesetError)
  }

  private func outcome(of item: TypesetBatchItem, at path: String) async throws -> Outcome {
    let file = PassingFile(path)
    do {
      return .made(file, try await typeset(try await item.request(), to: path))
    } catch let error as TypesetError {
      guard error.concernsOneRecord else { throw error }
      return .failed(error)
    }
  }
}

extension TypesetError {
  /// Whether other records can go on.
  var concernsOneRecord: Bool {
    switch self {
    case .template, .data, .fileName, .tooLarge, .memory, .timedOut, .died: true
    case .fontMissing, .templateMissing, .notWritten, .workerMissing: false
    }
  }
}
