import Foundation
import TestSupport
import Testing

/// How commands end, and that standard output holds results and nothing else.
struct ExitCodeTests {
    /// Whether a test may give files to somebody else.
    private static let isRoot = geteuid() == 0

    @Test(arguments: [
        ["nonsense"], ["order", "list", "--nonsense"], ["order", "list", "--limit", "0"], ["submit"], ["print"],
        ["order", "list", "--state", "lost"], ["print", "latest", "--document", "poster"],
        ["order", "show", "HB-7K3M9Q2"],
        ["batch", "show", "yesterday"], ["mail", "retry", "first"], ["order", "hold", "HB-00000000"],
        ["--generate-completion-script", "cobol"],
    ])
    func `ends with 64 when the words are wrong, and says how they go`(arguments: [String]) throws {
        let world = try World()
        let run = try world.run(arguments)
        #expect(run.exitCode == 64)
        #expect(run.output.isEmpty)
        #expect(!run.complaints.isEmpty)
        #expect(!run.complaints.contains("ArgumentParser"), "no innards")
    }

    @Test func `guesses what a misread reference was`() throws {
        let world = try World()
        let reference = try world.accept([OrderForm()])[0]
        let last = reference.suffix(1) == "7" ? "8" : "7"
        let run = try world.handbill("order", "show", String(reference.dropLast()) + last)
        #expect(run.exitCode == 64)
        #expect(run.complaints.contains("did you mean"))
    }

    @Test(arguments: [
        ["order", "show", "HB-00000000"], ["order", "cancel", "HB-00000000"], ["order", "release", "HB-00000000"],
        ["batch", "show", "2020-01-01-1"], ["batch", "show", "latest"], ["print", "2020-01-01-1"], ["print", "latest"],
        ["submit", "nowhere.csv"], ["check", "nowhere.csv"], ["mail", "retry", "99"],
        ["batch", "close", "--only", "HB-00000000"],
    ])
    func `ends with 66 when there is no such order, batch, mail or file`(arguments: [String]) throws {
        let world = try World()
        let run = try world.run(arguments)
        #expect(run.exitCode == 66)
        #expect(run.output.isEmpty)
        #expect(!run.complaints.isEmpty)
    }

    @Test func `ends with 65 when the state forbids it, and changes nothing`() throws {
        let world = try World()
        let reference = try world.accept([OrderForm()])[0]
        #expect(try world.handbill("order", "release", reference).exitCode == 65)
        #expect(try world.handbill("order", "cancel", reference).exitCode == 0)
        for arguments in [
            ["order", "cancel", reference], ["order", "release", reference],
            ["order", "hold", reference, "--because", "a question"], ["batch", "close", "--only", reference],
        ] {
            let run = try world.run(arguments)
            #expect(run.exitCode == 65, "\(arguments)")
            #expect(run.output.isEmpty)
            #expect(run.complaints.contains(reference))
            #expect(run.complaints.contains("cancelled"))
        }
        #expect(try world.listing("order", "list", as: [ListedOrder].self).map(\.state) == ["cancelled"])
        #expect(try world.handbill("postcode", "M1 1").exitCode == 65)
    }

    @Test func `ends with 78 and reports every mistake in the settings, with its line`() throws {
        let world = try World()
        try world.write(
            """
            campaign:
              name: Fair Shifts
              fron: orders@example.org
            batch:
              cutoff: late
              maximum: many
            mail:
              url: http://example.org
            catalogue: catalogue.yaml
            """, to: "handbill.yaml")
        let run = try world.handbill("order", "list")
        #expect(run.exitCode == 78)
        #expect(run.output.isEmpty)
        for (line, key) in [(3, "campaign.fron"), (5, "batch.cutoff"), (6, "batch.maximum"), (8, "mail.url")] {
            let said = run.complaints.split(separator: "\n").filter { $0.contains(key) }
            #expect(said.contains { $0.contains("handbill.yaml") && $0.contains("\(line)") }, "\(key)")
        }
        #expect(run.complaints.contains("campaign.from"), "the nearest key")
        #expect(!world.exists("state"), "nothing was begun")
        #expect(!world.exists("var"), "nothing was begun")
    }

    @Test(arguments: [
        ("catalogue.yaml", "items:\n  - {sku: leaflet-1, titel: First leaflet, pack: some}\n", "catalogue.yaml"),
        ("handbill.yaml", "campaign: {name: [}\n", "handbill.yaml"),
        ("handbill.yaml", "campaign: {name: Fair Shifts}\nsheets: {labels: L9999}\n", "L9999"),
    ])
    func `ends with 78 when a file of settings can't be used`(file: String, text: String, word: String) throws {
        let world = try World()
        try world.accept([OrderForm()])
        try world.write(text + (file == "handbill.yaml" ? "state: state\n" : ""), to: file)
        let run = try world.handbill("batch", "close")
        #expect(run.exitCode == 78)
        #expect(run.output.isEmpty)
        #expect(run.complaints.contains(word))
    }

    @Test(arguments: [
        (
            "imap:\n  user: orders@example.org\n  passwordFile: secret\n  url: imaps://imap.example.org/INBOX\n", 5,
            "imap.url"
        ),
        (
            "imap:\n  user: orders@example.org\n  passwordFile: word\n  url: imaps://imap.example.org\n"
                + "  folder: \(String(repeating: "x", count: 300))\n", 6, "imap.folder"
        ),
        ("sqs:\n  region: eu-west-2\n  credentialsFile: secret\n  url: https://example.org/q?a=b\n", 5, "sqs.url"),
        (
            "sqs:\n  region: eu-west-2\n  credentialsFile: word\n  url: https://example.org/q\n", 4,
            "sqs.credentialsFile"
        ),
        ("campaign: {from: a@example.org}\nmail:\n  tls: required\n  url: smtp://mail.example.org/a\n", 5, "mail.url"),
    ])
    func `names the line of what no server can have`(text: String, line: Int, key: String) throws {
        let world = try World()
        try world.write("AKID\nsecret\n", to: "secret")
        try world.write("word\n", to: "word")
        try world.write("state: state\n" + text, to: "handbill.yaml")
        let run = try world.handbill("doctor")
        #expect(run.exitCode == 78)
        #expect(run.text.contains("handbill.yaml:\(line): \(key): "), "\(run.text)")
        #expect(!run.text.contains("secret\n"))
    }

    @Test func `takes settings from where it is told`() throws {
        let world = try World()
        try world.accept([OrderForm()])
        let file = world.path("handbill.yaml")
        let elsewhere = try TemporaryDirectory()
        for arguments in [["order", "list", "--config", file], ["--config", file, "order", "list"]] {
            let run = try Program(Binary.path, arguments + ["--json"], in: elsewhere.path).run()
            #expect(run.exitCode == 0, "\(run.complaints)")
            #expect(run.text.contains("Aisha Khan"))
        }
        let run = try Program(
            Binary.path, ["order", "list", "--json"], in: elsewhere.path, environment: ["HANDBILL_CONFIG": file]
        ).run()
        #expect(run.text.contains("Aisha Khan"))
        let other = try Program(
            Binary.path, ["order", "list", "--json"], in: elsewhere.path,
            environment: ["HANDBILL_CONFIG": file, "HANDBILL_STATE": elsewhere.path("state")]
        ).run()
        #expect(other.exitCode == 0)
        #expect(!other.text.contains("Aisha Khan"), "the environment beats the file")
        #expect(
            try Program(Binary.path, ["order", "list", "--config", "none.yaml"], in: elsewhere.path).run().exitCode
                == 78)
    }

    @Test(
        .enabled(if: isRoot, "only root may give files away"),
        arguments: [["order", "list"], ["submit", "-"], ["doctor"]])
    func `ends with 77 in somebody else's folder, and says who it should be`(arguments: [String]) throws {
        let world = try World()
        try world.accept([OrderForm()])
        let before = try world.read("state/handbill.sqlite")
        #expect(chown(world.path("state"), 65534, 65534) == 0)
        let run = try world.run(arguments, input: [OrderForm(id: "another")].json)
        if arguments == ["doctor"] {
            #expect(run.exitCode == 69)
        } else {
            #expect(run.exitCode == 77)
            #expect(run.output.isEmpty)
        }
        #expect((run.complaints + run.text).contains("sudo -u nobody handbill"))
        #expect(try world.read("state/handbill.sqlite") == before)
    }

    @Test(arguments: ["2>/dev/full", "2>&-"])
    func `ends as it should where its complaints can't be written`(redirection: String) throws {
        let world = try World()
        try world.write("no order\n", to: "bad.csv")
        try world.write([OrderForm()].json, to: "good.json")
        func run(_ words: String) throws -> FinishedProgram {
            try Program("sh", ["-c", "\"$0\" \(words) \(redirection)", Binary.path], in: world.folder.path).run()
        }
        #expect(try run("order show zz").exitCode == 64)
        #expect(try run("order list --config none.yaml").exitCode == 78)
        #expect(try run("submit bad.csv good.json").exitCode == 65)
        let orders = try JSONDecoder().decode(
            [ListedOrder].self, from: world.handbill("order", "list", "--json").output)
        #expect(orders.count == 1, "the file behind the bad one is taken")
    }

    @Test func `doctor opens the form's door, and finds it taken`() throws {
        let port = try ReservedPort()
        let world = try World(settings: "http: {port: \(port.number), socket: null}")
        let free = try JSONDecoder().decode([DoctorCheck].self, from: world.handbill("doctor", "--json").output)
        #expect(free.contains { $0.check == "form" && $0.ok })
        let listener = try Program(
            "python3",
            [
                "-c",
                """
                import signal, socket, sys
                s = socket.socket()
                s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                s.bind(("127.0.0.1", \(port.number)))
                s.listen()
                print("listens", file=sys.stderr, flush=True)
                signal.pause()
                """,
            ]
        ).start()
        defer { listener.send(SIGKILL) }
        try listener.wait { listener.complaints.contains("listens") }
        let run = try world.handbill("doctor")
        #expect(run.exitCode == 69)
        #expect(run.text.contains("somebody listens there already"))
    }

    @Test func `doctor asks the cloud queue, and says when nobody answers`() throws {
        let port = try ReservedPort()
        let world = try World(
            settings:
                "sqs: {url: \"http://127.0.0.1:\(port.number)/1/orders\", region: eu-west-2, credentialsFile: key}")
        try world.write("AKIAEXAMPLE\nsecret\n", to: "key")
        #expect(chmod(world.path("key"), 0o600) == 0)
        let run = try world.handbill("doctor")
        #expect(run.exitCode == 69)
        #expect(run.text.contains("BAD   sqs: sqs.url: "))
    }

    @Test func `ends with 74 when nobody can take what it prints`() throws {
        let world = try World()
        try world.accept(OrderForm.several(5))
        let full = try Program(
            "sh", ["-c", "\"$0\" order list --json > /dev/full", Binary.path], in: world.folder.path
        ).run()
        #expect(full.exitCode == 74)
        #expect(full.complaints.contains("standard output"))
        let closed = try Program(
            "sh", ["-c", "{ \"$0\" order list --json; echo $? >&3; } 3>&1 >/dev/full 2>/dev/null", Binary.path],
            in: world.folder.path
        ).run()
        #expect(closed.text == "74\n")
    }

    @Test func `prints results to standard output and everything else to standard error`() throws {
        let world = try World()
        try world.write(try [OrderForm(), OrderForm(items: [.init(quantity: 1)])].json, to: "orders.json")
        let submit = try world.handbill("submit", "orders.json")
        #expect(submit.text.split(separator: "\n").count == 2, "a line an order")
        #expect(submit.complaints.contains("multiple of 25"))
        #expect(!submit.text.contains("multiple"))
        let close = try world.handbill("batch", "close")
        #expect(!close.text.contains("next:"))
        #expect(close.complaints.contains("handbill print"))
        #expect(!close.complaints.contains("\u{1B}"), "no progress where no terminal is")
        for arguments in [["batch", "close"], ["order", "find", "nobody"]] {
            let run = try world.run(arguments)
            #expect(run.exitCode == 0)
            #expect(run.output.isEmpty)
            #expect(!run.complaints.isEmpty)
        }
    }
}
