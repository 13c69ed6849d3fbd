import Foundation
import TestSupport
import Testing

/// The supporter's form in a real browser, and what the operator must have set before it goes out.
struct FormTests {
    /// A world with the examples' catalogue, as `make run` shows it.
    private static func world(_ more: String = "") throws -> World {
        let world = try World(settings: "http: {port: 0}\nbatch: {cutoff: \"16:00\"}\n" + more)
        try FileManager.default.removeItem(atPath: world.path("catalogue.yaml"))
        try FileManager.default.createDirectory(atPath: world.path("examples"), withIntermediateDirectories: true)
        for (source, target) in [
            ("queue/examples/catalogue.yaml", "examples/catalogue.yaml"), ("queue/items", "items"),
        ] {
            try FileManager.default.copyItem(atPath: "\(PackageRoot.path)/\(source)", toPath: world.path(target))
        }
        let settings = String(decoding: try world.read("handbill.yaml"), as: UTF8.self)
        try world.write(
            settings.replacing("catalogue: catalogue.yaml", with: "catalogue: examples/catalogue.yaml"),
            to: "handbill.yaml")
        return world
    }

    /// What the browser's script tells.
    private struct Tour: Decodable {
        var reference: String
        var corrected: String
        var cancelled: String
        var findings: [String]
    }

    @Test func `is filled in by a browser, with and without scripts, on a telephone, and by keyboard alone`() throws {
        let world = try Self.world()
        let serving = try Serving(in: world)
        try FileManager.default.createDirectory(atPath: world.path("pictures"), withIntermediateDirectories: true)
        let run = try Program(
            PackageRoot.python,
            ["\(PackageRoot.path)/Tests/Peers/web_order.py", try serving.address, world.path("pictures")]
        ).run()
        #expect(run.exitCode == 0, "\(run.text)\(run.complaints)")
        let tour = try JSONDecoder().decode(Tour.self, from: run.output)
        #expect(tour.findings == [])
        let orders = try world.listing("order", "list", as: [ListedOrder].self)
        #expect(orders.map(\.reference) == [tour.reference, tour.corrected, tour.cancelled])
        #expect(orders.map(\.source) == ["web", "web", "web"])
        #expect(orders.map(\.state) == ["accepted", "accepted", "cancelled"])
        for name in ["form", "errors", "check", "confirmation", "form-narrow"] {
            #expect(try world.read("pictures/\(name).png").starts(with: Data([0x89, 0x50, 0x4E, 0x47])))
        }
        try serving.stop()
        #expect(!serving.program.complaints.contains("example.org"), "nobody's address is in the log")
        #expect(!serving.program.complaints.contains("key="), "and no link")
        if let folder = ProcessInfo.processInfo.environment["HANDBILL_TEST_PICTURES"] {
            for name in ["form", "check", "confirmation", "form-narrow"] {
                try world.read("pictures/\(name).png").write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
            }
        }
    }

    @Test func `isn't served to others before somebody answers for the data`() throws {
        let open = try World(settings: "http: {host: 0.0.0.0, port: 0}")
        let refused = try open.handbill("serve")
        #expect(refused.exitCode == 78)
        for key in ["privacy.controller", "privacy.contact", "privacy.notice"] {
            #expect(refused.complaints.contains(key))
        }
        let closed = try World(settings: "http: {enabled: false, host: 0.0.0.0}")
        let serving = try Serving(in: closed)
        try serving.stop()
    }

    @Test func `keeps which notice was seen, and the consent`() throws {
        let world = try World(settings: "http: {port: 0, minimumTime: 0s}\nprivacy: {notice: We post and forget.}")
        let serving = try Serving(in: world)
        let address = try serving.address
        var form = try SupporterForm(at: address).filled(OrderForm())
        let without = form.filter { $0.0 != "consent" }
        #expect(try HTTPCall.post(form: without, to: address + "/order").send().status == 422)
        #expect(try HTTPCall.post(form: form, to: address + "/order").send().status == 303)
        form.removeAll { $0.0 == "consent" }
        let order = try #require(try world.listing("order", "list", as: [ListedOrder].self).first)
        struct Shown: Decodable {
            struct Privacy: Decodable {
                var notice: String
                var consent: Bool
                var at: String
            }
            var privacy: Privacy?
        }
        let shown = try world.listing("order", "show", order.reference, as: Shown.self)
        let privacy = try #require(shown.privacy)
        #expect(privacy.consent)
        #expect(try HTTPCall(address + "/privacy").send().text.contains(privacy.notice), "the notice names its version")
        try serving.stop()
    }

    @Test func `works behind nginx as the example has it`() throws {
        let world = try World(settings: "http: {port: 0, trustedProxies: [127.0.0.1], minimumTime: 0s}")
        let serving = try Serving(in: world)
        let port = try #require(URL(string: try serving.address)?.port)
        let proxy = try Nginx(in: world, to: "http://127.0.0.1:\(port)")
        #expect(try HTTPCall(proxy.address + "/", proxy.trust).send().status == 200)
        #expect(try HTTPCall(proxy.address + "/metrics", proxy.trust).send().status == 404)
        var form = HTTPCall.post(
            form: try SupporterForm(at: try serving.address).filled(OrderForm()), to: proxy.address + "/order")
        form.arguments += proxy.trust
        let reply = try form.send()
        #expect(reply.status == 303)
        #expect(reply.headers["location"]?.hasPrefix("/order/HB-") == true)
        #expect(reply.headers["strict-transport-security"] != nil)
        proxy.stop()
        try serving.stop()
    }

    @Test func `nginx as the example has it writes down nobody, also while the service is away`() throws {
        let world = try World()
        let proxy = try Nginx(in: world, to: "http://unix:\(world.path("away.sock"))")
        let link = proxy.address + "/order/HB-7K3M9Q2T?key=0123456789abcdef"
        #expect(try HTTPCall(link, proxy.trust).send().status == 502)
        proxy.stop()
        #expect(String(decoding: try world.read("nginx.log"), as: UTF8.self) == "")
    }
}

/// nginx(8) with `deploy/nginx.conf`, on ports of 127.0.0.1 and with a certificate of its own.
private final class Nginx {
    let address: String
    /// What curl needs to know it by.
    let trust: [String]
    private let process: ChildProcess
    private let certificate: TestCertificate

    /// - Parameter service: as `proxy_pass` has it.
    init(in world: World, to service: String) throws {
        certificate = try TestCertificate()
        let (plain, secure) = (try ReservedPort(), try ReservedPort())
        var site = try String(contentsOfFile: "\(PackageRoot.path)/deploy/nginx.conf", encoding: .utf8)
        for (from, to) in [
            ("listen 80;", "listen 127.0.0.1:\(plain.number);"), ("    listen [::]:80;\n", ""),
            ("listen 443 ssl http2;", "listen 127.0.0.1:\(secure.number) ssl http2;"),
            ("    listen [::]:443 ssl http2;\n", ""), ("http://127.0.0.1:8080", service),
            ("/etc/letsencrypt/live/leaflets.example.org/fullchain.pem", certificate.certificateFile),
            ("/etc/letsencrypt/live/leaflets.example.org/privkey.pem", certificate.keyFile),
            ("/var/log/nginx/leaflets.error.log", world.path("nginx.log")),
        ] {
            guard site.contains(from) else { throw ChildProcessTrouble(description: "nginx.conf has no \(from)") }
            site = site.replacing(from, with: to)
        }
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
            "\($0)_temp_path \(world.path("nginx-\($0)"));"
        }
        try world.write(
            """
            daemon off; master_process off; pid \(world.path("nginx.pid")); error_log \(world.path("nginx.log"));
            events {}
            http { \(temporary.joined(separator: " "))
            \(site) }
            """, to: "nginx.conf")
        process = try ChildProcess("/usr/sbin/nginx", ["-p", world.folder.path, "-c", world.path("nginx.conf")])
        try process.wait(until: { secure.answers })
        address = "https://127.0.0.1:\(secure.number)"
        trust = ["--cacert", certificate.certificateFile]
    }

    func stop() {
        process.stop()
    }
}

private struct ChildProcessTrouble: Error {
    var description: String
}
