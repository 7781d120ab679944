import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import Records

extension Exchange {
  init(_ route: Route, _ arrival: Arrival, _ parameters: PathParameters, _ site: Site) {
    // HEAD runs the handler of GET, which need not know the difference.
    method = route.method
    pathText = arrival.path
    routePath = route.path
    query = .empty
    form = .empty
    principal = nil
    requestID = arrival.requestID
    isSecure = arrival.isSecure
    now = arrival.now
    request = arrival.request
    origin = arrival.origin
    self.parameters = parameters
    bodyRule = route.body
    bodySchema = route.operation?.request
    if case .multipart = route.body {
      uploads = UploadFolder(directory: site.settings.temporaryDirectory)
    } else {
      uploads = nil
    }
    settings = site.settings
    body = nil
    baseLogger = site.logger
    localizer = site.localizer(.preferred(header: arrival.request.headers[.acceptLanguage]))
    flash = nil
    if let signer = site.rules.signer, let sealed = cookie(FlashCookie.name) {
      flash = FlashCookie.read(sealed, signer: signer, now: arrival.now)
    }
    if let chosen = cookie("language").flatMap(Language.init(rawValue:)) { localizer = site.localizer(chosen) }
  }

  /// Turns to the language that the account chose.
  mutating func speak(_ site: Site) {
    if let language = principal?.language { localizer = site.localizer(language) }
  }

  /// Reads the body as the route wants it.
  /// - Returns: the form token that came with the request.
  mutating func readBody() async throws -> String? {
    let sent = header("X-CSRF-Token")
    switch bodyRule {
    case .none:
      return sent ?? query[FormToken.fieldName]
    case .form(let limit):
      let bytes = try await body(of: ["application/x-www-form-urlencoded"], limit: limit)
      let all = try RequestForm.parse(bytes.readableBytesView)
      form = FormData(all.pairs.filter { $0.name != FormToken.fieldName })
      return sent ?? all[FormToken.fieldName]
    case .json(let limit):
      body = try await body(of: ["application/json", "+json"], limit: limit)
      return sent
    case .bytes(let limit, let types):
      body = try await body(of: types, limit: limit)
      return sent
    case .multipart:
      // The body is read by the handler, so the token stands in the address.
      _ = try parts()
      return sent ?? query[FormToken.fieldName]
    }
  }

  private func body(of types: [String], limit: Int) async throws -> ByteBuffer {
    let type = request.headers[.contentType].map { $0.prefix { $0 != ";" }.lowercased() }
      .map { $0.trimmingSpaces }
    let isWanted =
      types.isEmpty
      || type.map { type in types.contains { type == $0 || $0.hasPrefix("+") && type.hasSuffix($0) } } ?? false
    // A body of another type is not worth reading, but none at all needs no type.
    guard isWanted || type == nil else { throw WebError.unsupportedMediaType(types.filter { !$0.hasPrefix("+") }) }
    if let encoding = request.headers[.contentEncoding], encoding.lowercased() != "identity" {
      throw WebError.unsupportedMediaType(types.filter { !$0.hasPrefix("+") })
    }
    let bytes = try await BodyMeter.collect(request, limit: limit, settings: settings)
    guard isWanted || bytes.readableBytes == 0 else {
      throw WebError.unsupportedMediaType(types.filter { !$0.hasPrefix("+") })
    }
    return bytes
  }
}

/// Reads URL-encoded names and values, saying what is wrong with them.
enum RequestForm {
  static func parse(_ bytes: some Sequence<UInt8> & Collection) throws(WebError) -> FormData {
    guard !bytes.isEmpty else { return .empty }
    do {
      return try FormData(urlEncoded: bytes)
    } catch {
      switch error {
      case .malformedEscape: throw .badRequest(Message("kit.web.bad.escape"))
      case .invalidUTF8, .nulByte: throw .badRequest(Message("kit.web.bad.text"))
      case .tooManyPairs(let limit): throw .badRequest(Message("kit.web.bad.pairs", ["limit": String(limit)]))
      }
    }
  }
}
