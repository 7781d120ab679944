import Testing

@testable import Partners

@Suite struct PictureMetadataTests {
  private func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
    [0xFF, marker, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 0xFF)] + body
  }

  /// An Exif segment with orientation 6 and, behind it, a place.
  private var exif: [UInt8] {
    Array("Exif\0\0II".utf8) + [0x2A, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]
      + Array("GPS 23.1N".utf8)
  }

  @Test func aPhotographLosesItsPlaceAndKeepsHowItIsTurned() {
    let scan: [UInt8] = [0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9]
    let table = segment(0xDB, [7, 7])
    let photo =
      [0xFF, 0xD8] + segment(0xE0, Array("JFIF\0".utf8)) + segment(0xE1, exif) + segment(0xFE, [65]) + table + scan
    let clean = PictureMetadata.removed(from: photo)
    let text = String(decoding: clean, as: UTF8.self)
    #expect(!text.contains("GPS") && text.contains("JFIF"))
    #expect(clean.suffix(scan.count + table.count) == (table + scan)[...])
    // The one number that stays: big-endian, tag 0x0112, value 6.
    #expect(clean.count { $0 == 6 } == 1)
    // Doing it twice changes nothing.
    #expect(PictureMetadata.removed(from: clean) == clean)
  }

  @Test func otherPicturesLoseTheirTexts() {
    func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
      [0, 0, 0, UInt8(data.count)] + Array(name.utf8) + data + [9, 9, 9, 9]
    }
    let head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let plain = head + chunk("IHDR", [1]) + chunk("IDAT", [2]) + chunk("IEND", [])
    let noted =
      head + chunk("IHDR", [1]) + chunk("tEXt", [3]) + chunk("eXIf", [4]) + chunk("IDAT", [2]) + chunk("IEND", [])
    #expect(PictureMetadata.removed(from: noted) == plain)
    let riff =
      Array("RIFF".utf8) + [30, 0, 0, 0] + Array("WEBPVP8X".utf8) + [2, 0, 0, 0, 0xFF, 1] + Array("EXIF".utf8) + [
        2, 0, 0, 0, 5, 5,
      ]
    let web = PictureMetadata.removed(from: riff)
    #expect(!String(decoding: web, as: UTF8.self).contains("EXIF"))
    #expect(web.suffix(2) == [0xF3, 1][...] && web[4] == UInt8(web.count - 8))
  }

  @Test(arguments: [[], [0xFF, 0xD8, 0xFF], [0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF, 1], Array("GIF89a".utf8)])
  func whatEndsTooEarlyComesBackAsItIs(bytes: [UInt8]) {
    #expect(PictureMetadata.removed(from: bytes) == bytes)
  }
}
