import Foundation
import Orders
import Testing

@testable import Press

/// What a printer's profile does to a page, and how the ruler page finds it.
@Suite struct PrinterProfileTests {
    private static let profiles = [
        PrinterProfile(right: 1.5, down: -0.75), PrinterProfile(right: -1, down: 1, scaleX: 1.004, scaleY: 0.997),
    ]
    private static let millimetres = 25.4 / 72

    /// The words of a PDF with the left top corners of their boxes, in millimetres.
    private func words(_ bytes: [UInt8]) throws -> [(text: Substring, x: Double, y: Double)] {
        let file = try PaperFile(bytes, "paper.pdf")
        return try Tool.text("pdftotext", ["-bbox", file.path, "-"])
            .matches(of: /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">([^<]*)</)
            .map { ($0.3, (Double($0.1) ?? 0) * Self.millimetres, (Double($0.2) ?? 0) * Self.millimetres) }
    }

    @Test(arguments: profiles)
    func `every word lies exactly where the profile moves it`(profile: PrinterProfile) async throws {
        let press = try Press.fixture()
        let snapshot = BatchSnapshot.fixture(count: 21)
        let plain = try words(await press.render(.labels, of: snapshot, on: .l7160, as: .pdf))
        let moved = try words(await press.render(.labels, of: snapshot, on: .l7160, as: .pdf, for: profile))
        #expect(plain.count > 100)
        #expect(plain.count == moved.count)
        // The tool may tell them in another order.
        for before in plain {
            let (x, y) = (profile.right + before.x * profile.scaleX, profile.down + before.y * profile.scaleY)
            #expect(moved.contains { $0.text == before.text && abs($0.x - x) < 0.005 && abs($0.y - y) < 0.005 })
        }
    }

    @Test func `a neutral profile changes no byte`() async throws {
        let press = try Press.fixture()
        let snapshot = BatchSnapshot.fixture(count: 3)
        for format in PaperFormat.allCases {
            let plain = try await press.render(.labels, of: snapshot, on: .l7160, as: format)
            #expect(
                try await press.render(.labels, of: snapshot, on: .l7160, as: format, for: PrinterProfile()) == plain)
        }
    }

    @Test(arguments: [
        (PrinterProfile(right: -20), "left"), (PrinterProfile(down: -20), "top"), (PrinterProfile(right: 20), "right"),
        (PrinterProfile(down: 20), "bottom"), (PrinterProfile(scaleX: 1.1), "right"),
    ])
    func `a profile that moves labels off the sheet is refused, with the edge`(
        profile: PrinterProfile, edge: String
    ) async throws {
        let press = try Press.fixture()
        let error = await #expect(throws: PressError.self) {
            try await press.render(.labels, of: .fixture(count: 1), on: .l7160, as: .pdf, for: profile)
        }
        guard case .profile(let problems)? = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(problems.count == 1 && problems[0].contains("\(edge) edge"), "\(problems)")
        #expect(problems[0].contains("handbill sheet ruler"))
    }

    @Test(arguments: DocumentName.allCases)
    func `no paper is made whose text a profile moves off the page`(document: DocumentName) async throws {
        let press = try Press.fixture()
        await #expect(throws: PressError.self) {
            try await press.render(
                document, of: .fixture(count: 1), on: .l7160, as: .pdf, for: PrinterProfile(right: 20, down: 20))
        }
    }

    @Test func `a page measured with its profile mends that profile`() {
        let current = PrinterProfile(right: 1, down: -2, scaleX: 1.01, scaleY: 0.98)
        func printed(_ x: Double) -> Double { 0.5 + 0.99 * (current.right + current.scaleX * x) }
        let exact = RulerLayout.exact(on: .a4)
        let measured = PrinterProfile.Measurements(
            left: printed(exact.left), top: exact.top,
            across: printed(exact.left + exact.across) - printed(exact.left), down: exact.down)
        let profile = PrinterProfile(measured: measured, on: .a4, with: current)
        for x in [0.0, 50, 200] { #expect(abs(0.5 + 0.99 * (profile.right + profile.scaleX * x) - x) < 1e-9) }
        #expect(abs(profile.down - current.down) < 1e-9 && abs(profile.scaleY - current.scaleY) < 1e-9)
    }

    @Test(arguments: [PaperSize.a4, .letter, .a5])
    func `what is measured on a ruler page makes the profile that puts it right`(paper: PaperSize) {
        let exact = RulerLayout.exact(on: paper)
        // A printer that puts what belongs at x to 0.8 + 0.995 x, and at y to −1.2 + 1.003 y.
        func across(_ x: Double) -> Double { 0.8 + 0.995 * x }
        func down(_ y: Double) -> Double { -1.2 + 1.003 * y }
        let measured = PrinterProfile.Measurements(
            left: across(exact.left), top: down(exact.top),
            across: across(exact.left + exact.across) - across(exact.left),
            down: down(exact.top + exact.down) - down(exact.top))
        let profile = PrinterProfile(measured: measured, on: paper)
        for place in stride(from: 0.0, through: 200, by: 25) {
            #expect(abs(across(profile.right + place * profile.scaleX) - place) < 1e-9)
            #expect(abs(down(profile.down + place * profile.scaleY) - place) < 1e-9)
        }
    }

    @Test(arguments: PaperSize.named.map(\.name))
    func `the ruler's lines lie where its words say, and its words on the page`(name: String) async throws {
        let paper = try #require(PaperSize(named: name))
        let type = try Typesetter.fixture()
        let page = RulerLayout(on: paper, printer: "Desk", with: type).page()
        let exact = RulerLayout.exact(on: paper)
        let long = page.items.compactMap { if case .rule(let rule) = $0, rule.thickness == 0.15 { rule } else { nil } }
        #expect(long.filter { $0.from.x == $0.to.x }.map(\.from.x) == [exact.left, exact.left + exact.across])
        #expect(long.filter { $0.from.y == $0.to.y }.map(\.from.y) == [exact.top, exact.top + exact.down])
        #expect(page.strings.contains { $0.contains("Desk") })
        #expect(page.strings.contains { $0.contains("--measured A,B,C,D") })
        for text in page.texts {
            let frame = Page.frame(of: text, type)
            #expect(frame.left >= 5 && frame.right <= paper.width - 5 && text.at.y <= paper.height - 5)
        }
    }

    @Test func `the ruler is a sound PDF in the paper's size, with its numbers`() async throws {
        let bytes = try await Press.fixture().ruler(on: .letter, as: .pdf, created: "2026-12-16T16:00:00Z")
        let file = try PaperFile(bytes, "ruler.pdf")
        #expect(try Tool.text("qpdf", ["--check", file.path]).contains("No syntax or stream encoding errors found"))
        #expect(try Tool.text("pdfinfo", [file.path]).contains("612 x 792 pts"))
        let text = try Tool.text("pdftotext", ["-raw", file.path, "-"])
        #expect(text.contains("175.9") && text.contains("239.4"))
    }

    @Test func `an outline numbers every label inside its label`() async throws {
        let type = try Typesetter.fixture()
        let page = OutlineLayout(.l7160, with: type).page()
        let boxes = page.items.compactMap { if case .box(let box) = $0 { box } else { nil } }
        #expect(boxes.count == 21)
        #expect(page.strings.prefix(21) == (1...21).map(String.init)[...])
        for (box, text) in zip(boxes, page.texts) {
            let frame = Page.frame(of: text, type)
            #expect(frame.left > box.corner.x && frame.right < box.corner.x + box.width)
            #expect(text.at.y > box.corner.y && text.at.y < box.corner.y + box.height)
        }
        let bytes = try await Press.fixture().outline(of: .l7160, as: .pdf, created: "2026-12-16T16:00:00Z")
        let file = try PaperFile(bytes, "outline.pdf")
        #expect(try Tool.text("qpdf", ["--check", file.path]).contains("No syntax or stream encoding errors found"))
    }
}
