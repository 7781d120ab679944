package import Accounts
package import Localization
package import Platform
package import Values
package import Views
package import Web

/// A request of a signed-in person acting in a membership. A handler that takes
/// one cannot be reached by anybody else.
package struct Member: Sendable {
  package let exchange: Exchange
  package let actor: Actor
  package let services: Services

  package var t: Localizer { exchange.localizer }
  package var now: Instant { exchange.now }
}
