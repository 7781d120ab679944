package import Database
package import Documents
package import Files
package import Jobs
package import Localization
package import Logging
package import Mail
package import Security
package import Values
package import Views

/// What features are given to work with. Made once by the composition root;
/// tests make their own.
package struct Services: Sendable {
  package var database: any DatabaseEngine
  package var clock: Clock
  package var ids: IDGenerator
  package var catalogue: Catalogue
  package var installation: Installation
  package var hasher: PasswordHasher
  package var sealer: Sealer
  /// Makes signers (`Signer(keys, purpose:)`) and one-time codes.
  package var keys: KeyRing
  package var files: FileStore
  package var documents: DocumentWorker
  package var jobs: JobQueue
  package var audit: any AuditTrail
  package var notices: any NoticeBoard
  /// `nil`: there is no mail server, and mails are kept to be read.
  package var mail: (any MailTransport)?
  package var logger: Logger
  /// Where styles and scripts of this build are.
  package var assets: AssetPaths
  /// The frame of pages for people who are signed in.
  package var frame: any PageFrame
  /// Lines of the navigation of all features, in order.
  package var navigation: [NavigationEntry]
  /// All grants of all features.
  package var grants: [PermissionGrant]
  /// What points at records that may be merged, of all features.
  package var references: [RecordReference]
  /// Tabs that features add to the pages of others' records, of all features.
  package var tabs: [RecordTab]

  package init(
    database: any DatabaseEngine, clock: Clock, ids: IDGenerator, catalogue: Catalogue, installation: Installation,
    hasher: PasswordHasher, sealer: Sealer, keys: KeyRing, files: FileStore, documents: DocumentWorker,
    jobs: JobQueue, audit: any AuditTrail, notices: any NoticeBoard, mail: (any MailTransport)? = nil, logger: Logger,
    assets: AssetPaths, frame: any PageFrame, navigation: [NavigationEntry], grants: [PermissionGrant],
    references: [RecordReference] = [], tabs: [RecordTab] = []
  ) {
    self.database = database
    self.clock = clock
    self.ids = ids
    self.catalogue = catalogue
    self.installation = installation
    self.hasher = hasher
    self.sealer = sealer
    self.keys = keys
    self.files = files
    self.documents = documents
    self.jobs = jobs
    self.audit = audit
    self.notices = notices
    self.mail = mail
    self.logger = logger
    self.assets = assets
    self.frame = frame
    self.navigation = navigation
    self.grants = grants
    self.references = references
    self.tabs = tabs
  }

  package var now: Instant { clock.now() }

  /// The frame of pages for visitors.
  package var bareFrame: BareFrame { BareFrame(assets: assets, isDemo: installation.isDemo) }

  package func localizer(_ language: Language) -> Localizer {
    Localizer(language: language, catalogue: catalogue)
  }
}

/// What one installation is: settings that pages and mails speak of.
package struct Installation: Sendable {
  /// Where people reach it, without a slash at the end: `https://qiao.example.edu.cn`.
  package var baseURL: String
  /// A demo offers sign-in by one click and says on every page that it is one.
  package var isDemo: Bool
  package var version: String
  /// `nil`: mails are kept readable in the administrators' mailbox page.
  package var mailSender: String?

  package init(baseURL: String, isDemo: Bool, version: String, mailSender: String? = nil) {
    self.baseURL = baseURL
    self.isDemo = isDemo
    self.version = version
    self.mailSender = mailSender
  }
}
