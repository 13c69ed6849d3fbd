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

/// Runs the program with a state folder that is a small disk of its own.
enum FullDisk {
    static let isPossible =
        (try? Program("unshare", namespace + ["mount", "-t", "tmpfs", "none", "/mnt"]).run().exitCode) == 0

    private static let namespace = geteuid() == 0 ? ["-m"] : ["-r", "-m"]

    static func world() throws -> World {
        let world = try World()
        try FileManager.default.createDirectory(
            atPath: world.path("state"), withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        return world
    }

    /// Runs steps, one a line: `step NAME` and the program's words, `fill` the disk but for so many kB, make `room`.
    ///
    /// - Returns: how each step ended, by its name.
    static func run(in world: World, megabytes: Int, _ steps: String) throws -> [String: FinishedProgram] {
        let script = """
            set -u
            mount -t tmpfs -o size=\(megabytes)m,mode=700 none state || exit 99
            step() {
                name="$1"
                shift
                "$handbill" "$@" >"$name.out" 2>"$name.err"
                echo $? >"$name.code"
            }
            fill() {
                dd if=/dev/zero of=state/filler bs=4k 2>/dev/null
                truncate -s "-${1}K" state/filler
            }
            room() { rm -f state/filler; mount -o remount,size=${1:-3}m state; }
            \(steps)
            """
        let run = try Program(
            "unshare", namespace + ["sh", "-c", script], in: world.folder.path, environment: ["handbill": Binary.path]
        ).run()
        #expect(run.exitCode == 0, "\(run.complaints)")
        let names = steps.split(separator: "\n").filter { $0.hasPrefix("step ") }.map { $0.split(separator: " ")[1] }
        return try names.reduce(into: [:]) { finished, name in
            let code = String(decoding: try world.read("\(name).code"), as: UTF8.self)
            finished[String(name)] = FinishedProgram(
                exitCode: Int32(code.dropLast()), output: try world.read("\(name).out"),
                complaints: String(decoding: try world.read("\(name).err"), as: UTF8.self))
        }
    }
}

extension FinishedProgram {
    fileprivate func rows<Rows: Decodable>(_ rows: Rows.Type) -> Rows? {
        try? JSONDecoder().decode(rows, from: output)
    }
}
