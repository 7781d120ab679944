import Accounts
import Activity
import Agreements
import Assets
package import Database
import DatabasePostgres
import DatabaseSQLite
package import Documents
import Files
import Foundation
import Imports
import Jobs
package import Localization
package import Logging
package import Organizations
import Partners
package import Platform
import Projects
import Records
package import Security
import Standards
package import Values
import Views
package import Web

/// The composition root: everything that a running program consists of, made
/// in one place from the settings. The program and the tests of the whole
/// application both begin here.
package struct Assembly: Sendable {
  package let settings: Settings
  package let services: Services
  package let features: [any Feature]
  package let permissions: RolePermissions
  private let paths: DataPaths
  private let assets: AssetCatalogue
  private let version: String

  /// All features, each after those that it builds on. Nothing else names them.
  package static let featureTypes: [any Feature.Type] = [
    AccountsFeature.self, OrganizationsFeature.self, ActivityFeature.self, PartnersFeature.self,
    AgreementsFeature.self, ProjectsFeature.self,
  ]

  /// All tables: those of the blocks first, because features point at them.
  package static var migrations: [MigrationSet] {
    [JobQueue.migrations] + featureTypes.map { $0.migrations } + [ImportsMigrations.set]
  }

  /// Every text of the program.
  package static func catalogue() throws -> Catalogue {
    let standards = StandardsTexts.sources.compactMap { source in
      Language(rawValue: source.language).map { (language: $0, json: source.json) }
    }
    let blocks =
      ViewsTexts.sources + RecordsTexts.sources + WebTexts.sources + SecurityTexts.sources
      + LocalizationTexts.sources + ImportsTexts.sources + standards + CompositionTexts.sources
    return try Catalogue(sources: blocks + featureTypes.flatMap { $0.texts })
  }

  /// Puts the program together on a database that is already open and migrated.
  ///
  /// - Parameters:
  ///   - hasher: tests give one that is quick.
  ///   - documents: a worker that has been started already.
  ///   - isDemo: whether the database holds the demo.
  package init(
    settings: Settings, paths: DataPaths, database: any DatabaseEngine, hasher: PasswordHasher = PasswordHasher(),
    documents: DocumentWorker? = nil, clock: Clock = .system, isDemo: Bool, version: String, logger: Logger
  ) throws {
    (self.settings, self.paths, self.version) = (settings, paths, version)
    let catalogue = try Self.catalogue()
    let keys = try KeyFile.loadOrCreate(path: settings["key-file"].isEmpty ? paths.keys : settings["key-file"])
    let sealer = Sealer(keys)
    let ids = IDGenerator(node: settings.integer("node"), clock: clock)
    let installation = Installation(
      baseURL: settings.baseURL, isDemo: isDemo, version: version,
      mailSender: settings["smtp"].isEmpty ? nil : settings["mail-sender"])
    assets = try AssetCatalogue(files: AssetFiles.all.map { ($0.path, Array($0.text.utf8)) })
    let jobs = JobQueue(engine: database, ids: ids, clock: clock)
    let notices = NoticeStore(
      ids: ids, clock: clock, sealer: sealer, catalogue: catalogue, installation: installation,
      mailWasPut: { connection in try SendMails.request(on: connection, jobs: jobs) })
    let navigation = Self.featureTypes.flatMap { $0.navigation }
    let grants = Self.featureTypes.flatMap { $0.permissions }

    services = Services(
      database: database, clock: clock, ids: ids, catalogue: catalogue, installation: installation, hasher: hasher,
      sealer: sealer, keys: keys, files: try FileStore(root: paths.files),
      documents: documents ?? DocumentWorker(settings: settings.documentWorker(paths), logger: logger), jobs: jobs,
      audit: AuditStore(ids), notices: notices, mail: try settings.mailTransport(), logger: logger,
      assets: assets.paths,
      frame: MemberFrame(
        database: database, notices: notices, navigation: navigation, assets: assets.paths, isDemo: isDemo),
      navigation: navigation, grants: grants, references: Self.featureTypes.flatMap { $0.references },
      tabs: Self.featureTypes.flatMap { $0.tabs })
    permissions = try RolePermissions(grants)

    let services = services
    features = Self.featureTypes.map { type in
      let feature = type.init(services)
      guard var accounts = feature as? AccountsFeature else { return feature }
      // An access token may do no more than the membership that it is made in.
      accounts.offeredScopes = { person in
        let actor = person.exchange.principal?.value as? Actor
        return grants.map(\.permission).filter { actor?.may(Permission($0)) ?? false }
      }
      return accounts
    }
  }

  /// All pages and interfaces: for who serves them. A command does without.
  package func web() throws -> WebApplication {
    var routes = RouteTable()
    for feature in features { feature.addRoutes(to: &routes) }
    let metrics = Metrics()
    OperationsRoutes(services: services, settings: settings, metrics: metrics, paths: paths).add(to: &routes)
    OverviewRoutes(services: services, permissions: permissions).add(to: &routes)
    APIDescription(version: version).add(to: &routes, catalogue: services.catalogue)
    return try WebApplication(
      routes: routes, authenticator: ActorAuthenticator(services: services, permissions: permissions),
      catalogue: services.catalogue, assets: assets, settings: settings.web(temporaryDirectory: paths.temporary),
      rules: .installation(services), metrics: metrics, clock: services.clock, logger: services.logger)
  }
}

extension AssetCatalogue {
  /// What pages link to.
  var paths: AssetPaths {
    let all = addresses
    return AssetPaths(
      css: all.filter { $0.path.hasPrefix("css/") }.map(\.address),
      js: all.filter { $0.path.hasPrefix("js/") }.map(\.address),
      icon: all.first { $0.path.hasSuffix("favicon.svg") }?.address,
      manifest: all.first { $0.path.hasSuffix(".webmanifest") }?.address)
  }
}
