import Database

/// Work on many rows, on all processors.
package enum InParallel {
  /// `body` over groups of elements; the results in the order of the elements.
  @concurrent
  package static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], atOnce: Int = 500, _ body: @escaping @Sendable ([Element]) throws -> [Result]
  ) async throws -> [Result] {
    guard elements.count > atOnce else { return try body(elements) }
    return try await withThrowingTaskGroup(of: (Int, [Result]).self) { tasks in
      let groups = elements.inGroups(of: atOnce)
      for (index, group) in groups.enumerated() {
        tasks.addTask { (index, try body(group)) }
      }
      var results = [[Result]](repeating: [], count: groups.count)
      for try await (index, result) in tasks { results[index] = result }
      return results.flatMap(\.self)
    }
  }
}
