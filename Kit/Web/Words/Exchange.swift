import Foundation
import HTTPTypes
import Hummingbird
package import Localization
package import Logging
import NIOCore
package import Records
package import Values
package import Views

/// One request, and everything that a handler may ask about it.
package struct Exchange: Sendable {
  package let method: Method
  /// The path as it was sent, still percent-encoded, without the query.
  package let pathText: String
  /// The path of the matched route, `/partners/{partner}`.
  package let routePath: String
  package internal(set) var query: FormData
  /// The form of a `BodyRule.form` route without the `_csrf` field; empty otherwise.
  package internal(set) var form: FormData
  package internal(set) var principal: Principal?
  /// Says texts in the account's language, else the browser's.
  package internal(set) var localizer: Localizer
  /// Stands in the log, in the header `X-Request-ID` and on error pages.
  package let requestID: String
  /// Whether the browser speaks https with us or with our proxy.
  package let isSecure: Bool
  package let now: Instant
  /// What the previous page left to be said here; gone after this page.
  package internal(set) var flash: FlashMessage?

  let request: Request
  let origin: RequestOrigin
  let parameters: PathParameters
  let bodyRule: BodyRule
  /// What the route's operation says of its JSON body.
  let bodySchema: JSONValue?
  /// Only for `BodyRule.multipart`.
  let uploads: UploadFolder?
  let settings: WebSettings
  var body: ByteBuffer?
  var baseLogger: Logger

  /// A log entry's beginning: it carries the request id. Never log personal values.
  package var logger: Logger {
    var logger = baseLogger
    logger[metadataKey: "request"] = .string(requestID)
    return logger
  }

  /// The client's address, behind trusted proxies the one they forwarded.
  package var remoteAddress: String { origin.clientAddress(request.headers) }

  /// The text of a path component, decoded.
  /// - Throws: `WebError.notFound` when the route has no such component.
  package func parameter(_ name: String) throws -> String {
    guard let value = parameters[name] else { throw WebError.notFound }
    return value
  }

  /// The id in a path component.
  /// - Throws: `WebError.notFound` when it is not 13 letters of an id.
  package func parameter<Owner>(_ name: String, as: ID<Owner>.Type) throws -> ID<Owner> {
    guard let id = ID<Owner>(try parameter(name)) else { throw WebError.notFound }
    return id
  }

  /// A request header by its name in any case; `nil` when it was not sent.
  package func header(_ name: String) -> String? {
    HTTPField.Name(name).flatMap { request.headers[$0] }
  }

  /// A cookie by its name without the `__Host-` prefix.
  package func cookie(_ name: String) -> String? {
    RequestCookies.value(of: Cookie.sentName(name, isSecure: isSecure), in: request.headers)
  }

  /// The same request answered in the language of its matter, unless the reader has chosen one:
  /// by their account, or by the switch on a page.
  package func speaking(_ language: Language) -> Exchange {
    guard principal?.language == nil, cookie("language").flatMap(Language.init(rawValue:)) == nil else { return self }
    var exchange = self
    exchange.localizer = localizer.speaking(language)
    return exchange
  }

  /// What the browser says it is; for the list of devices, never for decisions.
  package var userAgent: String? { request.headers[.userAgent] }

  /// The last event that the browser saw before an event stream broke off.
  package var lastEventID: String? { header("Last-Event-ID") }

  /// Whether the client asked for JSON rather than a page.
  package var wantsJSON: Bool { RequestWishes.wantsJSON(path: pathText, headers: request.headers) }

  /// The token for the hidden field `_csrf`, for the query `_csrf` of an
  /// upload's address, or for the header `X-CSRF-Token` of a script. Every
  /// call masks it anew, so that it cannot be guessed from compressed pages.
  /// Empty for visitors, whose requests are checked by their origin alone.
  package var csrfToken: String {
    guard let secret = principal?.csrfSecret else { return "" }
    return FormToken.masked(secret: secret)
  }

  /// The JSON body of a `BodyRule.json` route, whose members are of the kinds that its operation declares.
  /// - Throws: `WebError.badRequest` when it is no JSON document, `WebError.unprocessable` with every member of
  ///   another kind.
  package func json() throws -> JSONValue {
    let document = try fieldsJSON()
    let problems = bodySchema.map { BodyKinds.problems(of: document, against: $0) } ?? []
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    return document
  }

  /// The same as it came, for a record's fields, which judge kinds themselves and name them with all else that is
  /// wrong.
  /// - Throws: `WebError.badRequest` when it is no JSON document.
  package func fieldsJSON() throws -> JSONValue {
    guard let body, let document = JSONValue.parse(body.readableBytesView) else {
      throw WebError.badRequest(Message("kit.web.bad.json"))
    }
    return document
  }

  /// The body of a `BodyRule.bytes` route; empty otherwise.
  package func bytes() -> [UInt8] {
    body.map { Array($0.readableBytesView) } ?? []
  }

  /// The parts of a `BodyRule.multipart` route as they arrive. Can be read once.
  /// - Throws: `WebError.unsupportedMediaType` without a usable boundary.
  package func parts() throws -> MultipartParts {
    guard case .multipart(let limits) = bodyRule, let uploads else {
      throw WebError.unsupportedMediaType(["multipart/form-data"])
    }
    return try MultipartParts(request: request, limits: limits, folder: uploads, settings: settings)
  }

  /// All parts of a `BodyRule.multipart` route, the files in temporary files.
  package func upload() async throws -> Upload {
    var pairs: [FormData.Pair] = []
    var files: [UploadedFile] = []
    for try await part in try parts() {
      switch part {
      case .field(let name, let value): pairs.append(FormData.Pair(name, value))
      case .file(let file): files.append(file)
      }
    }
    return Upload(form: FormData(pairs), files: files)
  }

  /// The page to go back to that a form or the address names, when it is one of ours.
  package func destination(_ name: String = "next", otherwise fallback: Link = "/") -> Link {
    guard let path = form[name] ?? query[name] else { return fallback }
    return Link.ownPage(path) ?? fallback
  }
}

extension Link {
  /// A page of ours that came from outside; `nil` for anything that a browser
  /// could read as another host (`//host`, `/\host`, `/<tab>/host`).
  package static func ownPage(_ path: String) -> Link? {
    guard path.utf8.first == UInt8(ascii: "/"), path.utf8.count <= 2000 else { return nil }
    let second = path.utf8.dropFirst().first
    guard second != UInt8(ascii: "/"), second != UInt8(ascii: "\\"),
      path.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x5C && $0 != 0x7F })
    else { return nil }
    return Link(path)
  }
}
