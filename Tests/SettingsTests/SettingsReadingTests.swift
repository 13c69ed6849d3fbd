import Orders
import Testing

@testable import Settings

/// What is wrong in a settings file, where, and what would be right.
struct Mistake: Sendable, CustomTestStringConvertible {
    var yaml: String
    var line: Int
    var key: String
    var problem: String
    var hint: String

    init(_ yaml: String, _ line: Int, _ key: String, _ problem: String, _ hint: String) {
        self.yaml = yaml
        self.line = line
        self.key = key
        self.problem = problem
        self.hint = hint
    }

    var testDescription: String { "\(key) \(problem)" }
}

@Suite struct SettingsReadingTests {
    private func read(_ yaml: String) throws(SettingsError) -> Settings {
        try Settings.read(yaml: yaml, file: "/etc/handbill/handbill.yaml")
    }

    private func problems(of yaml: String) -> [SettingsProblem] {
        do throws(SettingsError) {
            _ = try read(yaml)
            return []
        } catch {
            return error.problems
        }
    }

    @Test func `an empty file gives the defaults`() throws {
        let settings = try read("")
        #expect(settings.batch.cutoff == TimeOfDay(hour: 16, minute: 0))
        #expect(settings.batch.maximum == 240)
        #expect(settings.duplicates.remember == .seconds(90 * 86_400))
        #expect(settings.post.postClass == .second)
        #expect(settings.mail.url == nil)
    }

    @Test func `every kind of value is read`() throws {
        let settings = try read(
            """
            campaign: {name: "Tŷ Ni: yes", from: leaflets@example.org, language: cy, closes: 2026-12-31,
                       outside: [PO Box 1, "Example Town"], website: https://example.org/}
            queue: {settle: 500ms, columns: {Post code: postcode, "Leaflets: first": leaflet-1}}
            http: {enabled: false, trustedProxies: ["10.0.0.0/8", "::1"]}
            batch:
              cutoff: 9:30
              days: [mon, fri]
              timeZone: Europe/Dublin
            post:
              holidays:
                - 2026-12-25
                - 2026-12-28
              class: 1st
            sheets: {printers: {Desk: {right: 0.5, down: -1}}}
            duplicates: {remember: 7d}
            mail: {url: "smtps://mail.example.org", tls: required, connections: 4}
            """)
        #expect(settings.campaign.name == "Tŷ Ni: yes")
        #expect(settings.campaign.from?.text == "leaflets@example.org")
        #expect(settings.campaign.language == .welsh)
        #expect(settings.campaign.closes == LocalDate(year: 2026, month: 12, day: 31))
        #expect(settings.campaign.outside == ["PO Box 1", "Example Town"])
        #expect(settings.queue.settle == .milliseconds(500))
        #expect(settings.queue.columns == ["Post code": "postcode", "Leaflets: first": "leaflet-1"])
        #expect(!settings.http.enabled)
        #expect(settings.http.trustedProxies == ["10.0.0.0/8", "::1"])
        #expect(settings.batch.cutoff == TimeOfDay(hour: 9, minute: 30))
        #expect(settings.batch.days == [.monday, .friday])
        #expect(settings.batch.timeZone == "Europe/Dublin")
        #expect(settings.post.holidays.count == 2)
        #expect(settings.post.postClass == .first)
        #expect(settings.sheets.printers == ["Desk": .init(profile: .init(right: 0.5, down: -1))])
        #expect(settings.duplicates.remember == .seconds(7 * 86_400))
        #expect(settings.mail.connections == 4)
    }

    @Test(arguments: [
        Mistake("batch:\n  maximum: lots", 2, "batch.maximum", "\"lots\" is no whole number", "from 1 to 100000"),
        Mistake("batch:\n  maximum: 0", 2, "batch.maximum", "0 is too small", "a whole number of packets"),
        Mistake("http:\n  port: 70000", 2, "http.port", "70000 is too large", "from 0 to 65535"),
        Mistake("http:\n  enabled: yes", 2, "http.enabled", "neither true nor false", "true or false"),
        Mistake("queue:\n  settle: 1 week", 2, "queue.settle", "\"week\" is no unit of time", "500ms, 1s, 5m"),
        Mistake("queue:\n  settle: 2d", 2, "queue.settle", "is too long", "to 1h"),
        Mistake("imap:\n  every: soon", 2, "imap.every", "\"soon\" is no duration", "a duration from 1s"),
        Mistake("batch:\n\n  cutoff: \"25:00\"", 3, "batch.cutoff", "\"25:00\" is no time of the day", "HH:MM"),
        Mistake(
            "batch:\n  days: [mon, tues]", 2, "batch.days[2]", "\"tues\" is none of the choices", "did you mean tue?"),
        Mistake("batch:\n  days: []", 2, "batch.days", "is an empty list", "mon, tue"),
        Mistake("batch:\n  days: mon", 2, "batch.days", "is a single value, not a list", "[brackets]"),
        Mistake(
            "batch:\n  timeZone: Europe/Lodnon", 2, "batch.timeZone", "no time zone that exists",
            "did you mean Europe/London?"),
        Mistake("post:\n  class: 3rd", 2, "post.class", "\"3rd\" is none of the choices", "1st or 2nd"),
        Mistake(
            "post:\n  holidays:\n    - 2026-12-25\n    - 2026-02-30", 4, "post.holidays[2]",
            "\"2026-02-30\" is no date in the calendar", "YYYY-MM-DD"),
        Mistake("campaign:\n  from: leaflets", 2, "campaign.from", "", "an e-mail address"),
        Mistake("campaign:\n  website: www.example.org", 2, "campaign.website", "is no URL", "https://"),
        Mistake("campaign:\n  name: \"a\\nb\"", 2, "campaign.name", "holds a line break", "text on one line"),
        Mistake("campaign:\n  name: [a]", 2, "campaign.name", "is a list, not a single value", "text on one line"),
        Mistake("mail:\n  url: https://mail.example.org", 2, "mail.url", "begins with https://", "smtp://"),
        Mistake(
            "mail:\n  url: smtp://me:secret@mail.example.org", 2, "mail.url", "holds a user or a password", "a file"),
        Mistake("mail:\n  url: \"smtp://\"", 2, "mail.url", "without a host", "smtp://"),
        Mistake("mail:\n  tls: require", 2, "mail.tls", "\"require\" is none of the choices", "did you mean required?"),
        Mistake("state: ~/var", 1, "state", "begins with ~", "from the root"),
        Mistake(
            "http:\n  trustedProxies:\n    - 10.0.0.0/33", 3, "http.trustedProxies[1]",
            "neither an address nor a network",
            "10.0.0.0/8"),
        Mistake("queue:\n  columns: [a]", 2, "queue.columns", "is a list, not a mapping", "a mapping of headings"),
        Mistake(
            "queue:\n  columns:\n    Name: name\n    Post code: [a]", 4, "queue.columns.Post code",
            "is a list, not a single value", "text"),
        Mistake(
            "sheets:\n  printers:\n    Desk:\n      rihgt: 1", 4, "sheets.printers.Desk.rihgt",
            "is no key that is known",
            "did you mean right?"),
        Mistake(
            "sheets:\n  printers:\n    Desk: {right: 99}", 3, "sheets.printers.Desk.right", "99 is too large",
            "from -20 to 20"),
        Mistake("batch:\n  maximun: 3", 2, "batch.maximun", "is no key that is known", "did you mean batch.maximum?"),
        Mistake("maximum: 3", 1, "maximum", "is no key that is known", "did you mean batch.maximum?"),
        Mistake("bacth:\n  maximum: 3", 1, "bacth", "is no key that is known", "did you mean batch?"),
        Mistake("batch: 3", 1, "batch", "is a single value, not a mapping", "key: value"),
        Mistake("- a", 1, "", "is a list, not a mapping", "key: value"),
    ])
    func `names the line, the key and what would be right`(mistake: Mistake) throws {
        let problems = problems(of: mistake.yaml)
        try #require(problems.count == 1)
        #expect(problems[0].file == "/etc/handbill/handbill.yaml")
        #expect(problems[0].line == mistake.line)
        #expect(problems[0].key == mistake.key)
        #expect(problems[0].problem.contains(mistake.problem))
        #expect(problems[0].hint?.contains(mistake.hint) == true, "\(problems[0])")
    }

    @Test func `reports everything at once, by line`() {
        let problems = problems(
            of: """
                mail:
                  tls: maybe
                batch:
                  maximum: 0
                  days: [xxx, yyy]
                colour: red
                """)
        #expect(problems.map(\.line) == [2, 4, 5, 5, 6])
    }

    @Test func `reads as one line for people`() {
        #expect(
            problems(of: "batch:\n  maximum: lots").first?.description
                == "/etc/handbill/handbill.yaml:2: batch.maximum: \"lots\" is no whole number; "
                + "write a whole number of packets from 1 to 100000")
    }

    @Test(arguments: [
        ("batch:\n  maximum: 3\nmail: {tls: none\nlog:\n", 4), ("batch:\n\tmaximum: 3", 2),
        ("batch:\n  maximum: 3\n  maximum: 4", 2), ("a: \"b\n", 2), ("state: \u{1}", 1),
    ])
    func `a file that isn't YAML names its line`(yaml: String, line: Int) throws {
        let problem = try #require(problems(of: yaml).first)
        #expect(problem.line == line, "\(problem)")
    }

    @Test func `a key that stands twice is a mistake that is named`() throws {
        let problem = try #require(problems(of: "batch:\n  maximum: 3\n  maximum: 4").first)
        #expect(problem.key == "maximum")
        #expect(problem.problem.contains("more than once"))
    }

    @Test(arguments: ["", "null", "~", "\"\"", "# nothing"])
    func `null and empty are unset`(text: String) throws {
        let settings = try read("batch:\n  maximum: \(text)\ncampaign:\n  website: \(text)\nqueue: \(text)")
        #expect(settings.batch.maximum == 240)
        #expect(settings.campaign.website == nil)
    }

    @Test func `a cut-off of null means by hand, an empty one the default`() throws {
        #expect(try read("batch: {cutoff: null}").batch.cutoff == nil)
        #expect(try read("batch: {cutoff: }").batch.cutoff == TimeOfDay(hour: 16, minute: 0))
    }

    @Test func `paths are relative to the file that names them, defaults too`() throws {
        let settings = try read("queue: {directory: ../spool/./in}\ntemplates: /srv/templates")
        #expect(settings.queue.directory == "/etc/handbill/../spool/in")
        #expect(settings.templates == "/srv/templates")
        #expect(settings.state == "/etc/handbill/var")
        #expect(settings.sheets.directory == nil)
    }

    @Test(arguments: [
        ("mail: {transport: directory}", ["mail.directory"]),
        ("sqs: {url: \"https://example.org/q\"}", ["sqs.region"]),
        ("sqs: {url: \"http://example.org/q\", region: eu-west-2}", ["sqs.url"]),
        (
            "sqs: {url: \"https://example.org/q\", region: eu-west-2, deadLetterURL: \"https://example.com/d\"}",
            ["sqs.deadLetterURL"]
        ),
        (
            "sqs: {url: \"https://example.org/q\", region: eu-west-2, deadLetterURL: \"https://example.org/q\"}",
            ["sqs.deadLetterURL"]
        ),
        ("http: {host: 0.0.0.0}", ["privacy.controller", "privacy.contact", "privacy.notice"]),
        (
            "http: {publicURL: \"https://leaflets.example.org\"}\nprivacy: {contact: a@example.org}",
            ["privacy.controller", "privacy.notice"]
        ),
        (
            "http: {publicURL: \"http://leaflets.example.org\"}\n"
                + "privacy: {controller: Us, contact: a@example.org, notice: None}", ["http.publicURL"]
        ),
        ("http: {publicURL: \"http://localhost:8080/a?b\"}", ["http.publicURL"]),
        ("http: {publicURL: \"http://localhost:8080#a\"}", ["http.publicURL"]),
        ("imap: {url: \"imaps://example.org\"}", ["imap.user"]),
        ("sheets: {barcode: mailmark}", ["sheets.mailmark"]), ("sheets: {sender: true}", ["campaign.outside"]),
        ("campaign: {from: a@example.org}\nmail: {url: \"smtps://example.org\", tls: none}", ["mail.tls"]),
        ("campaign: {from: a@example.org}\nmail: {url: \"smtp://example.org\", tls: none, user: me}", ["mail.tls"]),
    ])
    func `settings that contradict one another are found`(yaml: String, keys: [String]) {
        let problems = problems(of: yaml)
        #expect(problems.map(\.key) == keys)
        #expect(problems.allSatisfy { $0.line != nil && $0.hint != nil })
    }

    @Test(arguments: [
        ("smtp://localhost:2525", nil, Settings.Mail.TLS.opportunistic), ("smtp://127.0.0.1", nil, .opportunistic),
        ("smtp://[::1]:25", nil, .opportunistic), ("smtp://mail.example.org", nil, .required),
        ("smtp://127.0.0.1.example.org", nil, .required), ("smtp://localhost", .required, .required),
        ("smtp://mail.example.org", Settings.Mail.TLS.none, .none),
    ])
    func `encryption is required for anything but this machine`(
        url: String, set: Settings.Mail.TLS?, effective: Settings.Mail.TLS
    ) {
        var mail = Settings.Mail()
        mail.url = url
        mail.tls = set
        #expect(mail.effectiveTLS == effective)
    }

    @Test(arguments: ["http://127.0.0.1:8080", "http://localhost/", "https://leaflets.example.org"])
    func `the form is published in the clear on this machine alone`(url: String) throws {
        let privacy = "privacy: {controller: Us, contact: a@example.org, notice: None}"
        #expect(try read("http: {publicURL: \"\(url)\"}\n\(privacy)").http.publicURL == url)
    }

    @Test func `what turns out to be wrong later is told with its place`() throws {
        let settings = try read("campaign: {name: Us}\nsqs:\n  url: https://example.org/q\n  region: eu-west-2\n")
        #expect(
            settings.problem("sqs.url", "is away", hint: "look").description
                == "/etc/handbill/handbill.yaml:3: sqs.url: is away; look")
        #expect(settings.problem("sqs.producer", at: "sqs.region", "is odd", hint: nil).line == 4)
        #expect(settings.problem("mail.url", "is odd", hint: nil).description == "mail.url: is odd")
    }

    @Test func `an address in a problem is not repeated`() throws {
        let problem = try #require(problems(of: "campaign:\n  from: <aisha@example.org>").first)
        #expect(!problem.description.contains("aisha"))
    }

    @Test func `what labels show is one value, and nothing by default`() throws {
        #expect(try read("").labelContent == nil)
        #expect(try read("campaign: {outside: [PO Box 12]}").labelContent == nil, "the sender only where it is wanted")
        #expect(
            try read("sheets: {barcode: rm4scc, qr: true, sender: true}\ncampaign: {outside: [PO Box 12]}").labelContent
                == LabelContent(barcode: .rm4scc, qr: true, sender: ["PO Box 12"]))
        #expect(
            try read("sheets: {barcode: mailmark, mailmark: {supplyChain: 012345, class: e}}").labelContent
                == LabelContent(barcode: .mailmark(contract: Mailmark(supplyChain: "012345", service: "E"))))
        #expect(try read("sheets: {mailmark: {supplyChain: \"01\"}}").sheets.mailmark?.service == "2")
        #expect(try read("sheets: {orders: A5x2}").sheets.orders == .a5x2)
    }

    @Test(arguments: [
        ("{supplyChain: 123}", "sheets.mailmark.supplyChain"), ("{supplyChain: abcdef}", "sheets.mailmark.supplyChain"),
        ("{supplyChain: 123456, class: F}", "sheets.mailmark.class"), ("{class: 2}", "sheets.mailmark.supplyChain"),
        ("{supplyChain: 123456, version: 1}", "sheets.mailmark.version"), ("123456", "sheets.mailmark"),
    ])
    func `a contract that can't be right is refused by its key`(yaml: String, key: String) {
        let problems = problems(of: "sheets:\n  mailmark: \(yaml)")
        #expect(problems.map(\.key) == [key])
        #expect(problems.allSatisfy { $0.line == 2 })
    }
}
