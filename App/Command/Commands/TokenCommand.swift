import Accounts
import ArgumentParser
import Composition
import Database
import Foundation
import Organizations
import Platform
import Values

/// `qiao token`
struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Access tokens of the JSON API.", subcommands: [Create.self])

  /// `qiao token create`
  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create", abstract: "Make an access token; it is printed once, on the last line.")

    @OptionGroup var common: CommonOptions

    @Option(help: "The account for which programs will act.")
    var account: String

    @Option(help: "What the token is for.")
    var name = "command line"

    @Option(help: "Permissions with commas between them, or `all` that the account has.")
    var scopes = "all"

    @Option(help: "Days until it expires.")
    var days = 90

    func validate() throws {
      guard (1...PersonalToken.longestDays).contains(days) else {
        throw ValidationError("--days is a number from 1 to \(PersonalToken.longestDays)")
      }
    }

    func run() async throws {
      let installation = try await OpenedInstallation.open(try common.settings())
      let signInName = account
      let found = try await installation.database.read { connection -> (Account, Membership?)? in
        guard let account = try AccountStore.find(signInName: signInName, on: connection) else { return nil }
        return (account, try MembershipStore.current(account: account.id, chosen: nil, on: connection))
      }
      guard let (owner, membership) = found else {
        throw Failure("there is no account named \(account)", .wrongData)
      }
      let allowed = Set(installation.assembly.permissions.of(membership?.role).map(\.rawValue))
      let asked =
        scopes == "all" ? allowed : Set(scopes.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
      let refused = asked.subtracting(allowed).sorted()
      guard refused.isEmpty else {
        throw Failure("the account does not have \(refused.joined(separator: ", "))", .notPermitted)
      }
      let token = try await CreateToken(installation.services)(
        TokenRequest(name: name, days: days, scopes: asked.sorted()), of: owner,
        membershipID: membership?.id.rawValue)
      Output.line(token)
      try await installation.database.close()
    }
  }
}
