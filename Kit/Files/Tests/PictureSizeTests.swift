import Foundation
import Testing

@testable import Files

@Suite struct PictureSizeTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  private func size(_ bytes: [UInt8]) throws -> [Int]? {
    try PictureSize(path: folder.file("picture-\(UUID().uuidString)", bytes)).map { [$0.width, $0.height] }
  }

  private static let png: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
    + [0, 0, 1, 0, 0, 0, 0, 64, 8, 6, 0, 0, 0, 1, 2, 3, 4] + [0, 0, 0, 0] + Array("IEND".utf8)
    + [0xAE, 0x42, 0x60, 0x82]

  private static let jpeg: [UInt8] =
    [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 11, 8, 0, 48, 0, 80, 1, 1, 17, 0, 0xFF, 0xDA, 0, 2, 9, 9]
    + [0xFF, 0xD9]

  private static let webp: [UInt8] =
    Array("RIFF".utf8) + [26, 0, 0, 0] + Array("WEBPVP8X".utf8) + [10, 0, 0, 0, 0, 0, 0, 0, 99, 0, 0, 49, 0, 0]
    + [0, 0, 0, 0]

  @Test func aPictureSaysHowLargeItIs() throws {
    #expect(try size(Self.png) == [256, 64])
    #expect(try size(Self.jpeg) == [80, 48])
    #expect(try size(Self.webp) == [100, 50])
  }

  @Test func aPictureThatWasCutOffHasNoSize() throws {
    #expect(try size(Self.png.dropLast(9)) == nil)
    #expect(try size(Self.jpeg.dropLast(2)) == nil)
    #expect(try size(Self.webp.dropLast(6)) == nil)
  }

  @Test func whatIsNoPictureHasNoSize() throws {
    #expect(try size(Array("%PDF-1.7 and more of it".utf8)) == nil)
    #expect(try size(Array("<svg width='1' height='1'/>".utf8)) == nil)
    #expect(try size([0xFF, 0xD8, 0xFF] + Array(repeating: 0xFF, count: 600) + [0xFF, 0xD9]) == nil)
  }
}

extension PictureSizeTests {
  private func size(_ bytes: ArraySlice<UInt8>) throws -> [Int]? { try size(Array(bytes)) }
}
