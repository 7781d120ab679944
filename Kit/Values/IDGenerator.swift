import Synchronization

/// Makes ids that grow with time and never repeat, also across several
/// processes when each has its own node number.
///
/// Layout, from the high end: one zero bit, 41 bits of milliseconds since
/// 2020-01-01 UTC (until 2089), 10 bits of node, 12 bits of sequence. When the
/// clock steps back, the last millisecond goes on being used.
package final class IDGenerator: Sendable {
  /// 2020-01-01T00:00:00Z in milliseconds since 1970.
  package static let epoch: Int64 = 1_577_836_800_000

  private struct State {
    var millisecond: Int64 = 0
    var sequence: Int64 = 0
  }

  private let node: Int64
  private let clock: Clock
  private let state = Mutex(State())

  /// - Parameter node: 0…1023; processes that share a database need different ones.
  package init(node: Int = 0, clock: Clock = .system) {
    self.node = Int64(node & 1023)
    self.clock = clock
  }

  package func next<Owner>(_: Owner.Type = Owner.self) -> ID<Owner> {
    let now = clock.now().milliseconds - Self.epoch
    return state.withLock { state in
      if now > state.millisecond {
        state.millisecond = now
        state.sequence = 0
      } else {
        state.sequence += 1
        if state.sequence > 4095 {
          state.millisecond += 1
          state.sequence = 0
        }
      }
      return ID(rawValue: state.millisecond << 22 | node << 12 | state.sequence)
    }
  }
}
