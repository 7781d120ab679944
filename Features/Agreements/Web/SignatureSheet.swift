import Accounts
import Activity
import Documents
import Files
import Localization
import Organizations
import Platform
import Security
import Values
import Views

/// The last pages of a signed document.
struct SignatureSheet {
  let t: Localizer
  let round: SigningRound
  let signers: [Signer]
  let trace: [SigningEvent]
  let scans: SignedScans

  func blocks(_ verify: String) -> [DocumentBlock] {
    var blocks: [DocumentBlock] = [
      .heading(t("agreements.document.signatures"), level: 2),
      .facts(facts(verify)),
      .table(
        [
          DocumentColumn(t("agreements.signing.signer"), weight: 2),
          DocumentColumn(t("agreements.signing.kind"), weight: 3),
          DocumentColumn(t("agreements.signing.way"), weight: 2),
          DocumentColumn(t("agreements.signing.signature"), weight: 2),
          DocumentColumn(t("agreements.signing.when"), weight: 2),
        ],
        rows: signers.filter { $0.state == .signed }.map { signer in
          [signer.name, t(signer.kind.label), t(signer.way.label), words(signer), time(signer)]
        }),
    ]
    for signer in signers {
      guard case .drawn(let path) = signer.signature, let drawing = SignatureDrawing(path) else { continue }
      blocks.append(.code(svg: drawing.svg, caption: signer.name))
    }
    blocks.append(.heading(t("agreements.signing.trace"), level: 2))
    blocks.append(
      .table(
        [
          DocumentColumn(t("agreements.signing.when"), weight: 2),
          DocumentColumn(t("agreements.signing.what"), weight: 2),
          DocumentColumn(t("agreements.signing.who"), weight: 2),
          DocumentColumn(t("agreements.signing.address"), weight: 3),
          DocumentColumn(t("agreements.signing.note.title"), weight: 3),
        ],
        rows: trace.map { [$0.at.minuteText, t($0.act.label), $0.name, $0.address, $0.note] }))
    if let code = QRCode(verify) {
      blocks.append(.code(svg: code.svg, caption: t("agreements.document.scan")))
    }
    blocks.append(.note(t("agreements.document.frozen")))
    return blocks + papers
  }

  private func facts(_ verify: String) -> [DocumentFact] {
    // Who signs on paper reads the paper: its scan is named below.
    let text =
      PaperRound.isOnPaper(round, signers)
      ? [] : [DocumentFact(t("agreements.document.textDigest"), round.textDigest, isWide: true)]
    return text + [DocumentFact(t("agreements.document.verify"), verify, isWide: true)]
  }

  /// The signed paper: each scan by its digest, and pictures as they are.
  private var papers: [DocumentBlock] {
    guard !scans.files.isEmpty else { return [] }
    var blocks: [DocumentBlock] = [
      .heading(t("agreements.document.papers"), level: 2),
      .table(
        [
          DocumentColumn(t("agreements.document.paper"), weight: 2),
          DocumentColumn(t("agreements.document.paper.brought"), weight: 2),
          DocumentColumn("SHA-256", weight: 5),
        ],
        rows: scans.files.map { file in
          [file.name, "\(file.uploaderName) \(file.uploadedAt.minuteText)", file.digest.text]
        }), .note(t("agreements.document.papers.text")),
    ]
    for picture in scans.pictures {
      blocks += [
        .pageBreak,
        .picture(
          name: picture.file.name, width: SignedScans.width, height: SignedScans.height, caption: picture.caption),
      ]
    }
    return blocks
  }

  private func words(_ signer: Signer) -> String {
    switch signer.signature {
    case .typed(let name): name
    case .drawn: t("agreements.signing.drawn")
    case .paper: t("agreements.signing.onPaper", ["digest": String(signer.scanDigest.prefix(16))])
    case nil: ""
    }
  }

  private func time(_ signer: Signer) -> String {
    signer.way == .paper ? signer.signedOn?.description ?? "" : signer.signedAt?.minuteText ?? ""
  }
}

extension QRCode {
  /// The symbol as a picture of its own, with the margin of four modules that readers need.
  var svg: String {
    var path = ""
    for row in 0..<size {
      for column in 0..<size where isDark(column, row) { path += "M\(column + 4) \(row + 4)h1v1h-1z" }
    }
    let side = size + 8
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" width="\(side)" height="\(side)">\
      <rect width="\(side)" height="\(side)" fill="#fff"/><path fill="#000" d="\(path)"/></svg>
      """
  }
}
