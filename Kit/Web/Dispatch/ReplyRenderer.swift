import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Turns a reply into the response that goes out: security headers, caching,
/// conditional answers, cookies, measures and the access log.
struct ReplyRenderer: Sendable {
  let site: Site
  let arrival: Arrival

  func response(for reply: Reply, _ progress: Dispatcher.Progress) async throws -> Response {
    if case .file(let path) = reply.content {
      let file = try await FileReply.open(path)
      return fileResponse(reply, file, progress)
    }
    return plainResponse(reply, progress)
  }

  /// Errors are never files.
  func errorResponse(for reply: Reply, _ progress: Dispatcher.Progress) -> Response {
    plainResponse(reply, progress)
  }

  private func plainResponse(_ reply: Reply, _ progress: Dispatcher.Progress) -> Response {
    var headers = self.headers(of: reply, progress)
    let status = HTTPResponse.Status(code: reply.status)
    switch reply.content {
    case .empty, .file:
      _ = cache(reply, nil, progress, &headers)
      return finished(status, headers, .init(), progress)
    case .buffer(let buffer):
      if let tag = cache(reply, buffer, progress, &headers), reply.status == 200,
        isKnown(tag, arrival.request.headers)
      {
        headers[.contentType] = nil
        return finished(.notModified, headers, .init(), progress)
      }
      if !arrival.isHead, buffer.readableBytes >= Compression.smallest, let type = reply.contentType,
        MediaTypes.isCompressible(type)
      {
        headers[.vary] = headers[.vary].map { $0 + ", Accept-Encoding" } ?? "Accept-Encoding"
      }
      return finished(status, headers, .init(byteBuffer: buffer), progress)
    case .stream(let length, let write):
      _ = cache(reply, nil, progress, &headers)
      if !arrival.isHead, length.map({ $0 >= Compression.smallest }) ?? true, let type = reply.contentType,
        MediaTypes.isCompressible(type)
      {
        headers[.vary] = headers[.vary].map { $0 + ", Accept-Encoding" } ?? "Accept-Encoding"
      }
      return streamed(status, headers, length: length, progress) { writer in try await write(&writer) }
    case .events(let events):
      headers[.cacheControl] = "no-store"
      headers[.connection] = "close"
      // Asks nginx not to hold events back.
      if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
      let stream = EventStream(events: events, heartbeat: site.settings.heartbeat)
      let (request, metrics) = (arrival.request, site.metrics)
      return streamed(status, headers, length: nil, progress) { writer in
        try await stream.write(to: &writer, request: request, metrics: metrics)
      }
    }
  }

  private func fileResponse(_ reply: Reply, _ file: FileReply, _ progress: Dispatcher.Progress) -> Response {
    var headers = self.headers(of: reply, progress)
    headers.append(HTTPField(name: .acceptRanges, value: "bytes"))
    let tag = cache(reply, nil, progress, &headers)
    if let tag, isKnown(tag, arrival.request.headers) {
      headers[.contentType] = nil
      return finished(.notModified, headers, .init(), progress)
    }
    switch ByteRange.asked(arrival.request.headers, size: file.size, tag: tag) {
    case .whole:
      return streamed(.ok, headers, length: file.size, progress) { writer in
        try await file.write(0..<file.size, to: &writer)
      }
    case .part(let range):
      headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.size)"
      return streamed(.partialContent, headers, length: range.count, progress) { writer in
        try await file.write(range, to: &writer)
      }
    case .none:
      headers[.contentRange] = "bytes */\(file.size)"
      headers[.contentType] = nil
      return finished(.rangeNotSatisfiable, headers, .init(), progress)
    }
  }

  // MARK: Headers

  private func headers(of reply: Reply, _ progress: Dispatcher.Progress) -> HTTPFields {
    var fields = site.securityHeaders(isSecure: arrival.isSecure)
    fields.append(HTTPField(name: .xRequestID, value: arrival.requestID))
    if let type = reply.contentType { fields.append(HTTPField(name: .contentType, value: type)) }
    for (name, value) in reply.headers {
      guard let name = HTTPField.Name(name) else { continue }
      fields[name] = value
    }
    addCookies(of: reply, progress, to: &fields)
    return fields
  }

  private func addCookies(of reply: Reply, _ progress: Dispatcher.Progress, to fields: inout HTTPFields) {
    var cookies = reply.cookies
    switch reply.session {
    case .begin(let token, let maxAge): cookies.append(Cookie(site.settings.sessionCookie, token, maxAge: maxAge))
    case .end:
      cookies.append(.removal(of: site.settings.sessionCookie))
      if arrival.isSecure { fields.append(HTTPField(name: .clearSiteData, value: "\"cache\"")) }
    case nil: break
    }
    if let flash = reply.flash, let signer = site.rules.signer {
      cookies.append(FlashCookie.cookie(flash, signer: signer, now: arrival.now))
    } else if reply.isPage, !arrival.isHead, progress.exchange?.flash != nil {
      cookies.append(.removal(of: FlashCookie.name))
    }
    for cookie in cookies {
      fields.append(HTTPField(name: .setCookie, value: cookie.fieldValue(isSecure: arrival.isSecure)))
    }
  }

  /// Writes `Cache-Control` and `ETag`.
  /// - Returns: the tag, when the client may be told that it has the content already.
  private func cache(
    _ reply: Reply, _ buffer: ByteBuffer?, _ progress: Dispatcher.Progress, _ headers: inout HTTPFields
  ) -> String? {
    if let asset = progress.asset {
      headers[.cacheControl] = asset.isForever ? "public, max-age=31536000, immutable" : "no-cache"
      headers[.eTag] = asset.tag
      return asset.tag
    }
    switch reply.caching ?? usualCaching(reply, progress) {
    case .never:
      headers[.cacheControl] = "no-store"
      return nil
    case .forever:
      headers[.cacheControl] = "private, max-age=31536000, immutable"
      return nil
    case .revalidate(let given):
      headers[.cacheControl] = "private, no-cache"
      guard let tag = given.map(EntityTag.quoted) ?? buffer.map(EntityTag.weak) else { return nil }
      headers[.eTag] = tag
      return arrival.request.method == .get || arrival.isHead ? tag : nil
    }
  }

  private func usualCaching(_ reply: Reply, _ progress: Dispatcher.Progress) -> Reply.Caching {
    guard arrival.request.method == .get || arrival.isHead, reply.status == 200, reply.session == nil,
      reply.flash == nil, progress.exchange?.flash == nil
    else { return .never }
    // Pages of an account hold form tokens, which differ every time, and must
    // not come back from a shared computer's disk.
    if reply.isPage, progress.exchange?.principal != nil { return .never }
    return .revalidate()
  }

  private func isKnown(_ tag: String, _ headers: HTTPFields) -> Bool {
    headers[.ifNoneMatch].map { EntityTag.list($0, contains: tag) } ?? false
  }

  // MARK: Bodies

  private func finished(
    _ status: HTTPResponse.Status, _ headers: HTTPFields, _ body: ResponseBody, _ progress: Dispatcher.Progress
  ) -> Response {
    let length = body.contentLength ?? 0
    note(status.code, bytes: arrival.isHead ? 0 : length, progress)
    var response = Response(status: status, headers: headers, body: body)
    if arrival.isHead { response = response.createHeadResponse() }
    if status.code == 204 || status.code == 304 { response.headers[.contentLength] = nil }
    return response
  }

  private func streamed(
    _ status: HTTPResponse.Status, _ headers: HTTPFields, length: Int?, _ progress: Dispatcher.Progress,
    _ write: @escaping Reply.Stream
  ) -> Response {
    if arrival.isHead {
      var headers = headers
      if let length { headers[.contentLength] = String(length) }
      return finished(status, headers, .init(), progress)
    }
    let body = ResponseBody(contentLength: length) { target in
      var writer = ReplyWriter(target)
      do {
        try await write(&writer)
      } catch {
        note(status.code, bytes: writer.count, progress)
        if !(error is CancellationError || error is IOError || error is ChannelError) {
          site.logger.error(
            "answer broke off",
            metadata: ["request": .string(arrival.requestID), "error": .string(ErrorOutline.text(error))])
        }
        throw error
      }
      note(status.code, bytes: writer.count, progress)
      try await writer.finish()
    }
    return Response(status: status, headers: headers, body: body)
  }

  private func note(_ status: Int, bytes: Int, _ progress: Dispatcher.Progress) {
    site.metrics.running.subtract(1, ordering: .relaxed)
    let elapsed = (ContinuousClock.now - arrival.started).components
    let nanoseconds = UInt64(elapsed.seconds) * 1_000_000_000 + UInt64(elapsed.attoseconds / 1_000_000_000)
    progress.series.note(status: status, nanoseconds: nanoseconds, bytes: bytes)
    guard site.logger.logLevel <= .info else { return }
    site.logger.info(
      "request",
      metadata: [
        "method": .string(arrival.method?.rawValue ?? "?"), "route": .string(progress.series.path),
        "status": .stringConvertible(status), "ms": .stringConvertible(nanoseconds / 1_000_000),
        "bytes": .stringConvertible(bytes), "request": .string(arrival.requestID),
      ])
  }
}
