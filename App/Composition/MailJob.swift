import Database
package import Jobs
enum MailJob { static func request(on connection: any WriteConnection, jobs: JobQueue) throws {} }
extension Assembly { package func workers(count: Int) -> [JobWorker] { [JobWorker()] } }
