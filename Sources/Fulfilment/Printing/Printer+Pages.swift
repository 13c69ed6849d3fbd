import Foundation
public import Orders
public import Press
public import Wire

extension Printer {
    /// Prints a page that belongs to no batch, and stays with it.
    ///
    /// - Parameter title: nothing personal.
    public static func printPage(
        _ bytes: [UInt8], as format: PaperFormat, on paper: PaperSize, title: String, at place: Place,
        patience: Duration, stop: StopFlag = StopFlag(),
        tell: @escaping @Sendable (PrintFollowing.Standing) -> Void,
        silence: @escaping @Sendable (PrintProblem?) -> Void
    ) async throws -> (job: Int, end: PrintFollowing.End) {
        let queue = try await describe(place)
        if queue.state == .stopped || !queue.isAccepting {
            throw PrintProblem(
                .notReady, "the printer \(queue.name)", "\(queue.condition); nothing was sent", hint: queue.hint)
        }
        let document = PrintDocument(
            bytes: bytes, format: format.mime, title: title,
            paper: PrintMedia(width: paper.width, height: paper.height),
            tray: place.labelTray ?? place.tray)
        return try await onThread { () throws -> (job: Int, end: PrintFollowing.End) in
            let connection = PrintConnection(to: place.server)
            let job = try connection.send(document, to: place.queue)
            let end = try PrintFollowing(on: place.server, patience: patience, stop: stop)
                .follow(job, called: title, in: place.queue, tell: tell, silence: silence).end
            return (job, end == .left ? try cancel(job, at: place) : end)
        }
    }
}
