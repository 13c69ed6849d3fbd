import Foundation
import TestSupport

/// Messages of an SQS queue, many of them twice, against the server that hands them out.
enum QueueCase {
    /// Messages in the queue at once.
    private static let piece = 200

    /// - Parameter size: messages; three of ten are repetitions of others.
    static func lines(size: Int, in workshop: Workshop) throws -> [Line] {
        let moto = try Moto()
        let queue = try moto.makeQueue()
        let different = size * 7 / 10
        var random = SeededRandom(7)
        let messages = (Array(0..<different) + Array(0..<(size - different))).shuffled(using: &random).map(message)
        let folder = workshop.path("queue")
        let service = try SampleService(
            in: folder,
            settings:
                "http: {enabled: false}\nsqs: {url: \"\(queue)\", region: eu-west-2, credentialsFile: credentials}",
            sendsMail: false)
        try Data("AKIAEXAMPLE\nsecret-example\n".utf8).write(to: URL(fileURLWithPath: folder + "/credentials"))
        let theirs = try ProcessFigures.cpuSeconds(of: moto.processID)
        let watch = Stopwatch()
        let running = try service.serve()
        // A piece at a time: moto looks at every message of the queue for each that it hands out. So does asking it
        // whether the queue is empty, which is its work too and not ours.
        for start in stride(from: 0, to: size, by: piece) {
            try moto.send(Array(messages[start..<min(start + piece, size)]), to: queue)
            try running.wait(within: .seconds(120)) {
                Thread.sleep(forTimeInterval: 0.05)
                return try moto.count(in: queue) == 0
            }
        }
        let seconds = watch.seconds
        let (ours, peer) = (
            try ProcessFigures.cpuSeconds(of: running.processID),
            try ProcessFigures.cpuSeconds(of: moto.processID) - theirs
        )
        try SampleService.end(running)
        struct Row: Decodable {}
        let orders = try JSONDecoder().decode([Row].self, from: service.run(["order", "list", "--json"])).count
        guard orders == different else { throw BenchFailure("\(different) orders were sent, \(orders) are stored") }
        return [
            Line(
                "SQS messages", size: size, .perSecond(Double(size) / seconds, of: "messages"),
                comparison: "\(number(Double(orders))) orders, none twice, none missing"),
            Line(
                "SQS, CPU", size: size, .seconds(ours), goal: .noSlower(than: "moto", seconds: peer),
                comparison: "moto used \(number(peer)) s, ratio \(ratio(ours / peer))"),
        ]
    }

    private static func message(_ number: Int) -> String {
        """
        {"id": "queue-\(number)", "name": "Person Number \(number)", "email": "person\(number)@example.org",
         "address": {"lines": ["\(number) Example Street"], "town": "Manchester", "postcode": "M9 0SQ"},
         "items": [{"item": "leaflet-1", "quantity": 100}]}
        """
    }
}
