import Foundation
import TestSupport

/// Orders through the API, each on disk before its answer, against the fastest answer that the same server gives.
enum HTTPCase {
    /// What wrk(1) found in one round.
    private struct Round: Decodable {
        var requests: Int
        /// Answers with a status above 399.
        var refused: Int
        var broken: Int
        var microseconds: Int
        /// Latencies in microseconds.
        var median: Int
        var p99: Int

        var perSecond: Double { Double(requests) / (Double(microseconds) / 1e6) }
    }

    /// - Parameter size: connections at the same time.
    static func lines(size: Int, in workshop: Workshop) throws -> [Line] {
        let service = try SampleService(in: workshop.path("http"), sendsMail: false)
        let token = String(decoding: try service.run(["token", "create", "bench"]), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let (running, port) = try service.serveHTTP()
        var (health, orders): ([Round], [Round]) = ([], [])
        // In turns, so that a noisy moment of the machine meets both.
        for round in 1...3 {
            health.append(try wrk("health.lua", "http://127.0.0.1:\(port)/healthz", connections: size))
            orders.append(
                try wrk(
                    "orders.lua", "http://127.0.0.1:\(port)/api/v1/orders", connections: size,
                    environment: ["HANDBILL_BENCH_TOKEN": token, "HANDBILL_BENCH_RUN": "r\(round)"]))
        }
        try SampleService.end(running)
        let created = orders.reduce(0) { $0 + $1.requests - $1.refused }
        let stored = try storedOrders(of: service)
        // What was still under way when a round ended is stored, but nobody heard of it.
        guard created <= stored, stored <= created + 3 * size, orders.allSatisfy({ $0.refused + $0.broken == 0 }) else {
            throw BenchFailure("\(created) orders were acknowledged, \(stored) are stored")
        }
        let fastest = health.map(\.perSecond).sorted()[1]
        let durable = orders.sorted { $0.perSecond < $1.perSecond }[1]
        let spread = Double(durable.p99) / Double(durable.median)
        return [
            Line(
                "POST order", size: size, .perSecond(durable.perSecond, of: "orders"),
                goal: .atLeast(fastest / 4),
                comparison: "GET /healthz \(number(fastest))/s, ratio \(ratio(durable.perSecond / fastest)); "
                    + "\(number(Double(created))) answered with 201, \(number(Double(stored))) on disk"),
            Line(
                "POST, p99", size: size, Line.Figure(value: spread, unit: "× median"), goal: .atMost(5),
                comparison:
                    "median \(number(Double(durable.median) / 1000)) ms, p99 \(number(Double(durable.p99) / 1000)) ms"),
        ]
    }

    private static func wrk(
        _ script: String, _ url: String, connections: Int, environment: [String: String] = [:]
    ) throws -> Round {
        let run = try Program(
            "wrk",
            [
                "-t2", "-c\(connections)", "-d5s", "--latency", "-s",
                "\(PackageRoot.path)/Sources/Benchmarks/Peers/\(script)", url,
            ], environment: environment
        ).run()
        guard run.exitCode == 0, let line = run.text.split(separator: "\n").last(where: { $0.hasPrefix("{") }) else {
            throw BenchFailure("wrk ended with \(run.complaints)")
        }
        return try JSONDecoder().decode(Round.self, from: Data(line.utf8))
    }

    private static func storedOrders(of service: SampleService) throws -> Int {
        struct Row: Decodable {}
        return try JSONDecoder().decode([Row].self, from: service.run(["order", "list", "--json"])).count
    }
}
