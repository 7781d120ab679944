import NIOCore

extension AssetCatalogue.Asset {
  /// - Throws: `WebError.methodNotAllowed` for anything but reading.
  func reply(to method: Method?) throws(WebError) -> Reply {
    switch method {
    case .get, .head:
      return .bytes(content.readableBytesView, contentType: contentType)
    case .options:
      return .noContent.header("Allow", "GET, HEAD, OPTIONS")
    default:
      throw .methodNotAllowed([.get, .head, .options])
    }
  }
}
