package import Localization
package import Values
import Views
package import Web

extension ImportDesk {
  /// Tells a page how far a batch is until its work has ended.
  ///
  /// - Parameter t: the reader's language.
  package func events(of id: ID<ImportBatch>, school: Int64, _ t: Localizer) -> AsyncStream<ServerEvent> {
    AsyncStream(bufferingPolicy: .bufferingNewest(4)) { continuation in
      let telling = Task {
        while !Task.isCancelled {
          // A batch that is gone has ended, too: the page then says what there is to say.
          let batch = try? await batch(id, school: school)
          continuation.yield(event(id, batch, t))
          guard let batch, batch.state.isRunning else { break }
          try? await Task.sleep(for: .milliseconds(400))
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in telling.cancel() }
    }
  }

  private func event(_ id: ID<ImportBatch>, _ batch: ImportBatch?, _ t: Localizer) -> ServerEvent {
    let share = progress.share(of: id)
    let isRunning = batch?.state.isRunning ?? false
    var members: [(String, JSONValue)] = [
      ("done", .integer(Int64(share?.done ?? 0))),
      ("text", .string(batch.map { t("kit.imports.batch.\($0.state.rawValue)") } ?? "")),
      ("state", isRunning ? "running" : batch?.state == .failed ? "failed" : "done"),
    ]
    if let total = share?.total { members.append(("total", .integer(Int64(total)))) }
    if !isRunning { members.append(("location", .string(batch.map { kind.link(to: $0).text } ?? kind.path.text))) }
    return ServerEvent(JSONValue.members(members).text, name: "progress")
  }
}
