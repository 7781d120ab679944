import HTTPTypes
import Hummingbird
import Localization
import Logging
import NIOCore
import Records
import Values
import Views

/// Turns what was thrown into what the client may know.
struct ErrorAnswers {
  let site: Site

  func reply(to error: any Error, _ arrival: Arrival, _ exchange: Exchange?) -> Reply {
    let meaning = meaning(of: error, arrival, exchange)
    let isAPI = arrival.wantsJSON
    if let detour = error as? Detour, !isAPI { return .redirect(to: detour.link).caching(.never) }
    if meaning == .unauthenticated, !isAPI { return signIn(arrival) }
    let localizer = exchange?.localizer ?? site.localizer(.preferred(header: arrival.request.headers[.acceptLanguage]))
    var reply = isAPI ? problem(meaning, localizer, arrival) : page(meaning, localizer, arrival, exchange)
    switch meaning {
    case .methodNotAllowed(let methods):
      reply = reply.header("Allow", methods.map(\.rawValue).joined(separator: ", "))
    case .tooManyRequests(let delay), .unavailable(_, let delay?):
      reply = reply.header("Retry-After", String(WebError.seconds(delay)))
    case .unauthenticated:
      reply = reply.header("WWW-Authenticate", "Bearer")
    default: break
    }
    return reply.caching(.never)
  }

  private func meaning(of error: any Error, _ arrival: Arrival, _ exchange: Exchange?) -> WebError {
    switch error {
    case let error as WebError where error != .internalError: return error
    case let error as Detour: return error.refusal
    case let error as Invalid: return .unprocessable(error.problems)
    case let error as StorageError where error.isFull: return .unavailable(Message("kit.web.storageFull"))
    case is CancellationError, is IOError, is ChannelError:
      // The client is gone or the server stops; nobody will read this.
      return .unavailable()
    default: break
    }
    if let meaning = site.rules.translate(error) { return meaning }
    var logger = site.logger
    logger[metadataKey: "request"] = .string(arrival.requestID)
    logger[metadataKey: "route"] = .string(exchange?.routePath ?? "")
    // The description of an error may hold what a person typed; its type and case do not.
    logger.error("request failed", metadata: ["error": .string(ErrorOutline.text(error))])
    return .internalError
  }

  /// 303 to the sign-in page, which comes back here; after a form whose session
  /// had ended, to the page that held the form.
  private func signIn(_ arrival: Arrival) -> Reply {
    var next = arrival.path
    if arrival.method?.isSafe == true {
      if !arrival.query.isEmpty { next += "?" + arrival.query }
    } else {
      next = referrer(arrival) ?? "/"
    }
    let link = Link(site.settings.signInPath)
    return .redirect(to: next == "/" ? link : link.with([("next", next)])).caching(.never)
  }

  private func referrer(_ arrival: Arrival) -> String? {
    guard let address = arrival.request.headers[.referer], let origin = CrossSiteCheck.originPart(of: address),
      site.crossSite.isFromOurPages(arrival.request.head, origin: arrival.origin, isSecure: arrival.isSecure)
    else { return nil }
    return Link.ownPage(String(address.dropFirst(origin.count)))?.text
  }

  private func page(
    _ meaning: WebError, _ localizer: Localizer, _ arrival: Arrival, _ exchange: Exchange?
  ) -> Reply {
    var problems: [FieldProblem] = []
    if case .unprocessable(let list) = meaning { problems = list }
    let page = ErrorPage(
      status: meaning.status, title: meaning.title, explanation: meaning.explanation, problems: problems,
      requestID: arrival.requestID, localizer: localizer)
    return .fragment(site.rules.errorPage(page, exchange), status: meaning.status)
  }

  /// RFC 9457, with the request id and the problems of the fields.
  private func problem(_ meaning: WebError, _ localizer: Localizer, _ arrival: Arrival) -> Reply {
    var members: [(String, JSONValue)] = [
      ("type", "about:blank"), ("title", .string(localizer(meaning.title))),
      ("status", .integer(Int64(meaning.status))), ("detail", .string(localizer(meaning.explanation))),
      ("requestId", .string(arrival.requestID)),
    ]
    if case .unprocessable(let problems) = meaning {
      let list = problems.map { problem -> JSONValue in
        ["field": .string(problem.field), "message": .string(localizer(problem.message))]
      }
      members.append(("errors", .array(list)))
    }
    let body = JSONValue.members(members).text
    var reply = Reply.text(body, contentType: "application/problem+json")
    reply.status = meaning.status
    return reply
  }
}

/// Names an error by its type and case, without what it carries.
package enum ErrorOutline {
  package static func text(_ error: any Error) -> String {
    let type = String(reflecting: Swift.type(of: error))
    let mirror = Mirror(reflecting: error)
    guard mirror.displayStyle == .enum else { return type }
    return type + "." + (mirror.children.first?.label ?? String(describing: error))
  }
}
