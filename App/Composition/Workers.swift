import Activity
import Database
import Jobs
package import Platform

extension Assembly {
  /// Everything that runs beside the requests.
  package func workers(count: Int) -> [JobWorker] {
    let kinds = features.flatMap { $0.jobs }
    let schedules = features.flatMap { $0.schedules }
    return (0..<count).map { number in
      JobWorker(
        queue: services.jobs, kinds: kinds, schedules: number == 0 ? schedules : [], logger: services.logger)
    }
  }
}
