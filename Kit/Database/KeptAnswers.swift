import Synchronization

/// The latest answers to what is asked often, such as the first page of a list.
///
/// Nothing is ever said to be out of date: before an answer is given again the
/// engine is asked whether what it was read from is unchanged. The key holds
/// everything else that the answer depends on: who asks, the language, the day.
package final class KeptAnswers<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry {
    let value: Value
    let basis: ReadBasis
    var lastUse: Int
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    var uses = 0
  }

  private let state = Mutex(State())
  private let capacity: Int

  /// - Parameter capacity: how many answers are kept; the longest unused go first.
  package init(capacity: Int) {
    self.capacity = capacity
  }

  subscript(key: Key) -> (value: Value, basis: ReadBasis)? {
    state.withLock { state in
      state.uses += 1
      guard let entry = state.entries[key] else { return nil }
      state.entries[key]?.lastUse = state.uses
      return (entry.value, entry.basis)
    }
  }

  func keep(_ value: Value, _ basis: ReadBasis, for key: Key) {
    state.withLock { state in
      if state.entries[key] == nil, state.entries.count >= capacity {
        // A quarter at a time: one by one would sort for every new answer.
        for old in state.entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }).prefix(max(1, capacity / 4)) {
          state.entries[old.key] = nil
        }
      }
      state.entries[key] = Entry(value: value, basis: basis, lastUse: state.uses)
    }
  }
}
