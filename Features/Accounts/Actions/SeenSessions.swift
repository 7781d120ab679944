import Database
import Logging
package import Platform
import Synchronization
import Values

/// Keeps when sessions and tokens were used last, at most once a minute each
/// and beside the request: nobody waits for it, and an error costs nothing but
/// a minute's exactness.
package final class SeenSessions: Sendable {
  private struct State {
    var sessions: Set<ID<Session>> = []
    var tokens: Set<ID<PersonalToken>> = []
  }

  private let services: Services
  private let rules: SessionRules
  /// What is being written right now; the requests of one page come together.
  private let writing = Mutex(State())

  package init(_ services: Services, rules: SessionRules = .standard) {
    self.services = services
    self.rules = rules
  }

  /// Call it with every loaded session; returns at once.
  package func note(_ session: LoadedSession) {
    let (id, now) = (session.sessionID, services.now)
    guard now.since(session.seenAt) >= rules.seenEvery,
      writing.withLock({ $0.sessions.insert(id).inserted })
    else { return }
    Task {
      do {
        try await services.database.write { try SessionStore.setSeen(id, at: now, on: $0) }
      } catch {
        services.logger.debug("the last use of a session was not kept")
      }
      writing.withLock { _ = $0.sessions.remove(id) }
    }
  }

  /// Call it with every loaded token; returns at once.
  package func note(_ token: LoadedToken) {
    let (id, now) = (token.tokenID, services.now)
    let isDue = token.usedAt.map { now.since($0) >= rules.seenEvery } ?? true
    guard isDue, writing.withLock({ $0.tokens.insert(id).inserted }) else { return }
    Task {
      do {
        try await services.database.write { try TokenStore.setUsed(id, at: now, on: $0) }
      } catch {
        services.logger.debug("the last use of a token was not kept")
      }
      writing.withLock { _ = $0.tokens.remove(id) }
    }
  }
}
