import Foundation
import TestSupport
import Testing

/// The real program under the unit's sandbox, as far as a machine without a running systemd allows; what was applied is
/// printed.
struct SandboxTests {
    @Test func `takes orders, closes a batch, prints and mails it inside the sandbox`() throws {
        let sink = try SMTPSink()
        let sandbox = try Sandbox(settings: "mail: {url: \"\(sink.url)\"}")
        let orders = OrderForm.several(3)
        let steps = [
            ["doctor"], ["submit", "-"], ["batch", "close"], ["print", "latest", "--output", "state/papers"],
            ["mail", "send"],
        ]
        for step in steps {
            let run = try sandbox.run([Binary.path] + step, input: step == ["submit", "-"] ? orders.json : nil)
            #expect(run.exitCode == 0, "\(step): \(run.text)\(run.complaints)")
        }
        #expect(try sandbox.world.read("state/papers/labels.pdf").starts(with: Data("%PDF".utf8)))
        #expect(try sink.received.count == orders.count)
        print(try sandbox.report())
    }

    @Test func `serves inside the sandbox`() throws {
        let sink = try SMTPSink()
        let sandbox = try Sandbox(settings: "mail: {url: \"\(sink.url)\"}")
        let (world, manager) = (sandbox.world, try NotifySocket())
        let service = try sandbox.start(
            [Binary.path, "serve"], environment: ["NOTIFY_SOCKET": manager.path], readable: [manager.path])
        try service.wait { manager.lines.contains("READY=1") }
        try world.write(OrderForm.several(4).csv(), to: ".orders.csv")
        try FileManager.default.moveItem(
            atPath: world.path(".orders.csv"), toPath: world.path("queue/incoming/orders.csv"))
        try service.wait { try sink.received.count == 4 }
        try service.wait { world.exists("queue/accepted/orders.csv") }
        service.send(SIGTERM)
        let end = try service.finish(within: .seconds(15))
        #expect(end.exitCode == 0, "\(end.complaints)")
        #expect(manager.lines.contains("STOPPING=1"))
    }

    @Test(arguments: Sandbox.Attempt.allCases)
    func `forbids what the service needn't do`(attempt: Sandbox.Attempt) throws {
        let sandbox = try Sandbox()
        let outside = try Program(
            Sandbox.python[0], [Sandbox.python[1], attempt.script], in: sandbox.world.folder.path
        ).run()
        #expect(outside.text == "done\n", "without the sandbox it can be done: \(outside.complaints)")
        let inside = try sandbox.run(Sandbox.python + [attempt.script])
        let applied = try sandbox.applied()
        #expect(applied.isSuperset(of: Sandbox.everywhere))
        if applied.contains(attempt.key) {
            #expect(inside.text == attempt.answer + "\n", "\(inside.complaints)")
        }
        for place in ["state", "queue"] {
            let write = "open('\(place)/mine', 'w').close(); print('done')"
            let run = try sandbox.run(Sandbox.python + [write])
            #expect(run.text == "done\n", "\(run.complaints)")
        }
    }

    @Test func `has no rights to give away`() throws {
        let sandbox = try Sandbox()
        let run = try sandbox.run(["/usr/bin/cat", "/proc/self/status"])
        var status: [String: String] = [:]
        for line in run.text.split(separator: "\n") {
            let words = line.split(separator: ":\t", maxSplits: 1).map(String.init)
            status[words[0]] = words.last
        }
        #expect(status["NoNewPrivs"] == "1", "\(run.complaints)")
        #expect(status["Seccomp"] == "2")
        #expect(status["CapEff"] == "0000000000000000")
        #expect(status["Umask"] == "0027")
        if try sandbox.applied().contains("CapabilityBoundingSet") {
            #expect(status["CapBnd"] == "0000000000000000")
        }
    }

    @Test func `isn't tried with a unit that says what nobody has thought of`() throws {
        let sandbox = try Sandbox(unit: Unit.text.replacing("[Service]\n", with: "[Service]\nPrivateNetwork=yes\n"))
        let run = try sandbox.run(["/usr/bin/true"])
        #expect(run.exitCode == 1)
        #expect(run.complaints.contains("PrivateNetwork"))
    }
}

/// A campaign whose program runs under what `Tests/Peers/sandbox.py` makes of the unit.
struct Sandbox {
    /// A small program, given as the word behind it.
    static let python = ["/usr/bin/python3", "-c"]
    /// What needs no right that any machine withholds.
    static let everywhere: Set = [
        "NoNewPrivileges", "MemoryDenyWriteExecute", "RestrictAddressFamilies", "SystemCallFilter", "UMask",
    ]

    let world: World
    private let unit: String

    /// - Parameter unit: the unit's text; the default is that of the checkout.
    init(settings: String = "", unit: String? = nil) throws {
        world = try World(settings: settings)
        for folder in ["state", "queue", "queue/incoming", "queue/accepted", "queue/rejected"] {
            try FileManager.default.createDirectory(
                atPath: world.path(folder), withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
        }
        self.unit = unit == nil ? Unit.path : world.path("handbill.service")
        if let unit { try world.write(unit, to: "handbill.service") }
    }

    func start(
        _ words: [String], input: String? = nil, environment: [String: String] = [:], readable: [String] = []
    ) throws -> RunningProgram {
        var sandbox = ["\(PackageRoot.path)/Tests/Peers/sandbox.py", "--unit", unit, "--report", world.path("report")]
        for folder in ["state", "queue"] { sandbox += ["--writable", world.path(folder)] }
        for path in [world.folder.path] + readable { sandbox += ["--readable", path] }
        return try Program(
            "/usr/bin/python3", sandbox + ["--"] + words, in: world.folder.path, environment: environment,
            input: input.map { Data($0.utf8) }
        ).start()
    }

    func run(_ words: [String], input: String? = nil) throws -> FinishedProgram {
        try start(words, input: input).finish()
    }

    /// The last run's report: a line for each key of the unit.
    func report() throws -> String {
        String(decoding: try world.read("report"), as: UTF8.self)
    }

    /// The keys of the unit that held in the last run.
    func applied() throws -> Set<String> {
        let rows = try report().split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        return Set(rows.filter { $0[0] == "applied" }.map { $0[1] })
    }

    /// Something that the service has no business doing.
    enum Attempt: String, CaseIterable, CustomTestStringConvertible {
        case writeBeside = "write beside its folders"
        case readKernel = "read what the kernel says of the machine"
        case otherSocket = "open a socket of another family"
        case priority = "change its priority"
        case executableMemory = "write to memory that it can execute"
        case setuid = "make a file that runs as its owner"
        case owner = "change a file's owner"

        var testDescription: String { rawValue }

        /// The key of the unit that forbids it.
        var key: String {
            switch self {
            case .writeBeside: "ProtectSystem"
            case .readKernel: "ProcSubset"
            case .otherSocket: "RestrictAddressFamilies"
            case .priority, .owner: "SystemCallFilter"
            case .executableMemory: "MemoryDenyWriteExecute"
            case .setuid: "RestrictSUIDSGID"
            }
        }

        /// What the kernel says to it.
        var answer: String {
            switch self {
            case .writeBeside: "EROFS"
            case .readKernel: "EACCES"
            case .otherSocket: "EAFNOSUPPORT"
            case .priority, .executableMemory, .setuid, .owner: "EPERM"
            }
        }

        /// Python that tries it, and prints `done` or the kernel's answer.
        var script: String {
            let act =
                switch self {
                case .writeBeside: "open('beside', 'w')"
                case .readKernel: "open('/proc/meminfo')"
                case .otherSocket: "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)"
                case .priority: "os.nice(1)"
                case .executableMemory: "mmap.mmap(-1, 4096, prot=7)"
                case .setuid: "open('state/file', 'w'); os.chmod('state/file', 0o4700)"
                case .owner: "open('state/file', 'w'); os.chown('state/file', os.getuid(), os.getgid())"
                }
            return """
                import errno, mmap, os, socket
                try:
                    \(act)
                    print("done")
                except OSError as error:
                    print(errno.errorcode[error.errno])
                """
        }
    }
}
