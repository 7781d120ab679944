package import Database
package import Platform
import Values

/// A usable one-time link with the account it is for.
package struct OpenedLink: Sendable {
  package let link: OneTimeLink
  package let account: Account
  package let contact: Contact

  /// `nil` for a link that was used, has expired, or never was one.
  package static func find(
    _ token: String, for purpose: OneTimeLink.Purpose, services: Services, on connection: any Connection
  ) throws -> OpenedLink? {
    guard
      let link = try OneTimeLinkStore.find(
        token, for: purpose, sealer: services.sealer, now: services.now, on: connection),
      let account = try AccountStore.find(link.accountID, on: connection)
    else { return nil }
    let contact = try ContactStore.load(of: account.id, sealer: services.sealer, on: connection)
    return OpenedLink(link: link, account: account, contact: contact)
  }
}
