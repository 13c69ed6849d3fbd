import Foundation
import TestSupport

/// What a dispatcher waits for: whole processes that look things up among many orders.
enum ListingCase {
    private static let runs = 7

    static func lines(size: Int, in workshop: Workshop) throws -> [Line] {
        let folder = workshop.path("listing")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let service = try SampleService(in: folder)
        try SampleFile.write(size, to: folder + "/orders.csv")
        let submitted = try service.start(["submit", "orders.csv"]).finish(within: .seconds(300))
        guard submitted.exitCode == 0 || submitted.exitCode == 65 else {
            throw BenchFailure("submit: \(submitted.complaints)")
        }
        let bare = try median(service, ["postcode", "M9 0SQ"])
        return try [
            ("today", ["today"]), ("today, JSON", ["today", "--json"]),
            ("find, name", ["order", "find", "Llewellyn-Mok"]),
            ("find, Łucja", ["order", "find", "łucja mac"]), ("find, code", ["order", "find", "M14 5"]),
        ].map { name, words in
            Line(
                name, size: size, .seconds(try median(service, words)), goal: .below(0.3),
                comparison: "starting and ending alone (postcode): \(number(bare)) s")
        }
    }

    private static func median(_ service: SampleService, _ words: [String]) throws -> Double {
        _ = try service.time(words)
        return try (0..<runs).map { _ in try service.time(words) }.sorted()[runs / 2]
    }
}
