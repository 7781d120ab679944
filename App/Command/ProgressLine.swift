import Foundation
import Synchronization

/// Shows how far long work is: a bar that moves on a terminal, a plain line
/// every tenth otherwise, so that logs stay readable.
final class ProgressLine: Sendable {
  private let label: String
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let lastPercent = Mutex(-1)

  init(_ label: String) {
    self.label = label
  }

  func show(_ done: Int, of total: Int) {
    let percent = total > 0 ? min(100, done * 100 / total) : 100
    let isNews = lastPercent.withLock { last in
      guard percent != last, isTerminal || percent / 10 != last / 10 || last < 0 else { return false }
      last = percent
      return true
    }
    guard isNews else { return }
    if isTerminal {
      let filled = percent / 4
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 25 - filled)
      write("\r\(label) \(bar) \(percent) %  \(done)/\(total)" + (percent == 100 ? "\n" : ""))
    } else {
      write("\(label): \(percent) % (\(done)/\(total))\n")
    }
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
