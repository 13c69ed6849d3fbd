import Fulfilment
import Orders
import Store

/// A CSV file of orders through the one door: read, validated, stored durably with the confirmations owed, answered.
enum IntakeCase {
    static func lines(size: Int, in workshop: Workshop) throws -> [Line] {
        try SampleFile.write(size, to: workshop.path("orders.csv"))
        let reading = try workshop.measure(.reading, size: size).named("reading")
        let intake = try workshop.measure(.intake, size: size).named("intake")
        return [
            Line(
                "intake", size: size, .perSecond(intake.perSecond, of: "orders"), goal: .atLeast(10_000),
                comparison: "reading and validating alone: \(number(reading.perSecond)) orders/s, "
                    + "\(ratio(reading.seconds / intake.seconds)) of the time"),
            Line(
                "intake, memory", size: size, .megabytes(intake.peakMegabytes), goal: .atMost(200),
                comparison: "reading and validating alone: \(number(reading.peakMegabytes)) MB"),
        ]
    }

    /// The whole of it, into a fresh store.
    static func measureIntake(size: Int, folder: String) async throws -> [Reading] {
        let store = try SampleHouse.openStore(in: folder)
        let intake = FileIntake(receiver: SampleHouse.receiver(store), door: .file, sender: SampleHouse.sender)
        let watch = Stopwatch()
        var reader = try SubmissionReader.open(.path(folder + "/orders.csv"))
        var stored = 0
        try await intake.take(&reader) { answers, _, _ in
            stored += answers.count { $0.answer.reference != nil }
        }
        let reading = try Reading("intake", count: size, seconds: watch.seconds)
        let mails = try await store.figures().mails[.queued] ?? 0
        guard stored == size, mails == size else {
            throw BenchFailure("of \(size) orders \(stored) were stored, and \(mails) mails are owed")
        }
        return [reading]
    }

    /// Only reading and validating; the store that a receiver has stays empty.
    static func measureReading(size: Int, folder: String) async throws -> [Reading] {
        let store = try SampleHouse.openStore(in: folder + "/untouched")
        let receiver = SampleHouse.receiver(store)
        let watch = Stopwatch()
        var reader = try SubmissionReader.open(.path(folder + "/orders.csv"))
        var valid = 0
        while case let rows = try reader.next(upTo: 1000), !rows.isEmpty {
            let deliveries = rows.compactMap { row in
                row.submission.map {
                    Receiver.Delivery(
                        submission: $0, source: Source(door: .file, origin: "orders.csv", row: row.row),
                        original: row.original, warnings: row.warnings)
                }
            }
            valid += receiver.examine(deliveries, from: SampleHouse.sender).count { $0.verdict.order != nil }
        }
        let reading = try Reading("reading", count: size, seconds: watch.seconds)
        guard valid == size else { throw BenchFailure("of \(size) orders \(valid) are valid") }
        return [reading]
    }
}
