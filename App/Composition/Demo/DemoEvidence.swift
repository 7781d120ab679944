import Activity
import Database
import Files
import Organizations
import Partners
import Platform
import Values

/// A few small documents that stand as evidence wherever the demo needs some.
struct DemoEvidence: Sendable {
  private let bySlot: [(slot: String, file: IncomingAttachment)]

  private static let documents: [(slot: String, name: String)] = [
    (ReviewItem.licence.field, "营业执照副本"), (ReviewItem.credit.field, "信用查询截图"),
    (ReviewItem.listed.field, "严重违法名单查询"), (ReviewItem.safety.field, "安全生产情况说明"),
    (ReviewItem.fees.field, "不收费承诺书"), (InspectionItem.slot, "实地考察报告"),
  ]

  /// Puts the documents into the store.
  static func make(in store: FileStore) async throws -> DemoEvidence {
    var made: [(slot: String, file: IncomingAttachment)] = []
    for document in documents {
      let bytes = pdf("示例材料：\(document.name)")
      let incoming = try store.begin(limit: bytes.count)
      try incoming.write(bytes)
      let stored = try await store.keep(incoming)
      made.append(
        (
          document.slot,
          IncomingAttachment(
            slot: document.slot, digest: stored.digest, name: "\(document.name).pdf", type: .pdf, size: stored.size)
        ))
    }
    return DemoEvidence(bySlot: made)
  }

  /// Names the documents as evidence of a review: all of them, or the licence alone for one that was just begun.
  func attach(
    to review: QualificationReview, of partner: Partner, ids: IDGenerator, on connection: any WriteConnection
  ) throws {
    let isBegun = review.state == .draft
    for (slot, file) in bySlot where !isBegun || slot == ReviewItem.licence.field {
      try AttachmentStore.insert(
        file, id: ids.next(), of: .review(review, partner), school: review.schoolID, by: review.createdBy?.id,
        at: review.createdAt, on: connection)
    }
  }

  /// A page with one line, in a font that readers of PDF bring along.
  private static func pdf(_ line: String) -> [UInt8] {
    let hex = line.utf16.map { unit in
      let digits = String(unit, radix: 16, uppercase: true)
      return String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
    let content = "BT /F1 20 Tf 70 760 Td <\(hex)> Tj ET"
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
      "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
      "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
      "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
        + "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R >>",
      "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        + "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
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
      let digits = String(place)
      text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    text += "trailer << /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return Array(text.utf8)
  }
}
