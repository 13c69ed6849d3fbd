import Foundation
import TestSupport
import Testing

/// A disk that fills, as a small tmpfs in a mount namespace of the test's own.
@Suite(.enabled(if: FullDisk.isPossible, "needs a mount namespace: root, or user namespaces"))
struct FullDiskTests {
    @Test(arguments: [true, false])
    func `keeps what it accepted, says what to do, and goes on once there is room`(withIDs: Bool) throws {
        let world = try FullDisk.world()
        let orders = OrderForm.several(8_000)
        try world.write(orders.csv(withIDs: withIDs), to: "orders.csv")
        let steps = try FullDisk.run(
            in: world, megabytes: 3,
            """
            step first submit orders.csv --json
            room 200
            step kept order list --json
            step second submit orders.csv --json
            step all order list --json
            step mails mail list --json
            step doctor doctor --json
            """)
        let first = try #require(steps["first"])
        #expect(first.exitCode == 74 || first.exitCode == 73)
        #expect(first.complaints.contains("full"))
        #expect(first.complaints.contains("make room"))
        let promised = first.answersSoFar.filter { $0.outcome == "accepted" }
        #expect(!promised.isEmpty)
        #expect(promised.count < orders.count)
        #expect((try? JSONDecoder().decode([Answer].self, from: first.output)) != nil, "still one JSON document")

        let kept = try #require(steps["kept"]?.rows([ListedOrder].self))
        #expect(Set(kept.map(\.reference)).isSuperset(of: promised.compactMap(\.reference)))
        let second = try #require(steps["second"])
        #expect(second.exitCode == 0, "\(second.complaints)")
        let answers = try #require(second.rows([Answer].self))
        #expect(answers.map(\.outcome) == (1...orders.count).map { $0 <= kept.count ? "duplicate" : "accepted" })
        #expect(answers.prefix(promised.count).map(\.reference) == promised.map(\.reference))
        let all = try #require(steps["all"]?.rows([ListedOrder].self))
        #expect(all.count == orders.count)
        #expect(Set(all.map(\.name)).count == orders.count)
        #expect(try #require(steps["mails"]?.rows([ListedMail].self)).count == orders.count)
        #expect(try #require(steps["doctor"]?.rows([DoctorCheck].self)).contains { $0.check == "database" && $0.ok })
    }

    @Test func `the service isn't ready while the disk is full, and is once there is room`() throws {
        let world = try FullDisk.world(settings: "http: {socket: http.sock}")
        _ = try FullDisk.run(
            in: world, megabytes: 30,
            """
            "$handbill" serve 2>serve.log & service=$!
            ask() { curl -s -o "$1" -w '%{http_code}\\n' --unix-socket http.sock http://localhost/readyz >>statuses; }
            curl -s --retry 40 --retry-delay 1 --retry-all-errors --unix-socket http.sock http://localhost/healthz
            ask ready
            fill 64
            ask full
            room 30
            ask again
            kill $service
            wait $service
            """)
        #expect(String(decoding: try world.read("statuses"), as: UTF8.self) == "200\n503\n200\n")
        let full = String(decoding: try world.read("full"), as: UTF8.self)
        #expect(full.contains("disk failed: only 0 MB are free at "))
        #expect(full.hasSuffix("not ready\n"))
    }

    @Test(arguments: [0, 64, 160])
    func `closes and prints nothing by halves`(kilobytesLeft: Int) throws {
        let world = try FullDisk.world()
        try world.write(OrderForm.several(60).csv(), to: "orders.csv")
        let steps = try FullDisk.run(
            in: world, megabytes: 3,
            """
            step submit submit orders.csv
            fill \(kilobytesLeft)
            step close batch close
            room
            step closed batch close
            step list batch list --json
            step batch batch show latest --json
            fill 0
            step full print latest --output state/papers
            room
            step printed print latest --output state/papers
            step again print latest --output papers
            cp state/papers/* .
            """)
        #expect(steps["submit"]?.exitCode == 0)
        for name in ["close", "full"] {
            let step = try #require(steps[name])
            #expect([73, 74].contains(step.exitCode), "\(name): \(step.complaints)")
            #expect(step.complaints.contains("make room"), "\(name): \(step.complaints)")
        }
        for name in ["closed", "printed", "again"] { #expect(steps[name]?.exitCode == 0, "\(name)") }
        #expect(try #require(steps["list"]?.rows([ListedBatch].self)).map(\.orders) == [60])
        #expect(try #require(steps["batch"]?.rows(ShownBatch.self)).packets.map(\.sequence) == Array(1...60))
        for name in ["labels.pdf", "orders.pdf", "picklist.pdf"] {
            #expect(try world.read(name) == world.read("papers/\(name)"))
        }
    }
}

extension FinishedProgram {
    fileprivate func rows<Rows: Decodable>(_ rows: Rows.Type) -> Rows? {
        try? JSONDecoder().decode(rows, from: output)
    }
}
