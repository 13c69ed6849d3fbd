import Foundation
import TestSupport
import Testing

/// Runs the program with a state folder that is a small disk of its own.
enum FullDisk {
    static let isPossible =
        (try? Program("unshare", namespace + ["mount", "-t", "tmpfs", "none", "/mnt"]).run().exitCode) == 0

    private static let namespace = geteuid() == 0 ? ["-m"] : ["-r", "-m"]

    static func world(settings: String = "") throws -> World {
        let world = try World(settings: settings)
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
