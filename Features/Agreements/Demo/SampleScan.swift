import Activity
import Files

/// The scan of a signed paper of the demo: one small page.
enum SampleScan {
  static func keep(in store: FileStore) async throws -> IncomingAttachment {
    let bytes = page
    let incoming = try store.begin(limit: bytes.count)
    try incoming.write(bytes)
    let stored = try await store.keep(incoming)
    return IncomingAttachment(
      slot: MoveAgreement.scanSlot, digest: stored.digest, name: "签字盖章页.pdf", type: .pdf, size: stored.size)
  }

  private static var page: [UInt8] {
    let content = "BT /F1 18 Tf 90 720 Td (Signed and sealed by both parties \\(sample scan\\)) Tj ET"
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
      "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    var text = "%PDF-1.4\n"
    var places: [Int] = []
    for (index, object) in objects.enumerated() {
      places.append(text.utf8.count)
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for place in places {
      text += String(repeating: "0", count: 10 - "\(place)".count) + "\(place) 00000 n \n"
    }
    return Array("\(text)trailer << /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n".utf8)
  }
}
