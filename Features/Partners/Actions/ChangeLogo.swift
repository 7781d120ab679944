import Database
package import Files
package import Organizations
package import Platform
import Values

/// Gives an enterprise a logo, or takes it away. It is the enterprise's: all
/// schools that work with it see the same.
package struct ChangeLogo: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Parameter digest: of a checked picture in the store; `nil` takes the logo away.
  package func callAsFunction(_ digest: FileDigest?, of partner: Partner, by actor: Actor) async throws {
    let services = services
    let now = services.now
    try await services.database.write { connection in
      guard let old = try PartnershipStore.partner(partner.partnership.id, in: actor.scope, on: connection) else {
        throw PartnersError.notFound
      }
      guard old.enterprise.logo != digest?.text ?? "" else { return }
      try EnterpriseStore.setLogo(digest, of: old.enterprise.id, at: now, on: connection)
      try services.audit.record(
        AuditEntry(
          action: digest == nil ? "partners.logo.removed" : "partners.logo.changed",
          subject: .partner(old.partnership, old.enterprise), accountID: actor.accountID.rawValue,
          schoolID: old.partnership.schoolID.rawValue, at: now), on: connection)
    }
  }
}

extension EnterpriseStore {
  static func setLogo(
    _ digest: FileDigest?, of enterprise: ID<EnterpriseKey>, at now: Instant, on connection: any WriteConnection
  ) throws {
    try connection.run(
      """
      UPDATE enterprises SET logo = \(digest?.text ?? ""), version = version + 1, updated_at = \(now)
      WHERE id = \(enterprise)
      """)
  }
}
