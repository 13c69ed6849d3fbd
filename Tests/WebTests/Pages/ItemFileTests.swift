import Foundation
import HTTPTypes
import Orders
import TestSupport
import Testing

@testable import Web

/// Downloads and pictures.
@Suite struct ItemFileTests {
    private let folder: TemporaryDirectory
    private let world: PagesWorld

    init() throws {
        let folder = try TemporaryDirectory()
        self.folder = folder
        world = try PagesWorld(items: [
            Item(sku: "leaflet-1", title: "First leaflet", pack: 25, download: folder.path("a.b/first.pdf")),
            Item(sku: "abroad", title: "Abroad", download: "https://example.org/abroad.pdf"),
            Item(sku: "none", title: "None"), Item(sku: "folder", title: "Folder", download: folder.path("folder")),
            Item(sku: "pipe", title: "Pipe", download: folder.path("pipe.pdf")),
            Item(sku: "big", title: "Big", download: folder.path("big.pdf")),
        ])
        try FileManager.default.createDirectory(atPath: folder.path("a.b"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder.path("folder"), withIntermediateDirectories: true)
        try write("%PDF-1.7 example", "a.b/first.pdf")
        try write("picture", "a.b/first.png")
        mkfifo(folder.path("pipe.pdf"), 0o600)
        try write("", "big.pdf")
        truncate(folder.path("big.pdf"), 20_000_001)
    }

    private func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: folder.path(name)))
    }

    @Test func `an item's PDF and picture are served, and known again`() async throws {
        let document = try await world.get("/items/leaflet-1.pdf")
        #expect(document.status == 200 && document.html == "%PDF-1.7 example")
        #expect(document.answer.headers[.contentType] == "application/pdf")
        #expect(document.answer.headers[.contentDisposition] == "inline; filename=\"leaflet-1.pdf\"")
        #expect(document.answer.headers[.cacheControl]?.hasPrefix("public") == true)
        let picture = try await world.get("/items/leaflet-1.png")
        #expect(picture.html == "picture" && picture.answer.headers[.contentType] == "image/png")

        let tag = try #require(document.answer.headers[.eTag])
        let date = try #require(document.answer.headers[.lastModified])
        for headers: HTTPFields in [
            [.ifNoneMatch: tag], [.ifNoneMatch: "\"x\", W/\(tag)"], [.ifModifiedSince: date],
        ] {
            let known = try await world.get("/items/leaflet-1.pdf", headers: headers)
            #expect(known.status == 304 && known.html.isEmpty)
        }
        for headers: HTTPFields in [
            [.ifNoneMatch: "\"x\"", .ifModifiedSince: date], [.ifModifiedSince: "Sun, 06 Nov 1994 08:49:37 GMT"],
            [.ifModifiedSince: "yesterday"], [.ifModifiedSince: "Sun, 06 Nov 1994 9223372036854775807:49:37 GMT"],
            [.ifModifiedSince: "Sun, 06 Nov 9223372036854775807 08:9223372036854775807:37 GMT"],
            [.ifModifiedSince: "Sun, -9223372036854775808 Nov 1994 08:49:-9223372036854775808 GMT"],
        ] {
            #expect(try await world.get("/items/leaflet-1.pdf", headers: headers).status == 200)
        }
        try write("%PDF-1.7 changed", "a.b/first.pdf")
        #expect(try await world.get("/items/leaflet-1.pdf").answer.headers[.eTag] != tag)
    }

    @Test(arguments: [
        "/items/none.pdf", "/items/none.png", "/items/unknown.pdf", "/items/leaflet-1.txt", "/items/leaflet-1",
        "/items/folder.pdf", "/items/pipe.pdf", "/items/big.pdf", "/items/abroad.png", "/items/..",
        "/items/../a.b/first.pdf", "/items/..%2Fa.b%2Ffirst.pdf", "/items/.pdf",
    ])
    func `nothing else is`(path: String) async throws {
        #expect(try await world.get(path).status == 404)
    }

    @Test func `a download elsewhere is a redirect`() async throws {
        let answer = try await world.get("/items/abroad.pdf")
        #expect(answer.status == 302 && answer.location == "https://example.org/abroad.pdf")
    }

    @Test func `the form shows what there is`() async throws {
        let page = try await world.get("/")
        let images = page.elements.filter { $0.name == "img" }
        #expect(images.map { $0["src"] } == ["/items/leaflet-1.png"])
        #expect(images.first?["alt"] == "Picture of: First leaflet")
        let links = page.elements.compactMap { $0["href"] }.filter { $0.hasPrefix("/items/") }
        #expect(links == ["/items/leaflet-1.pdf", "/items/abroad.pdf"])
    }

    @Test func `who comes too late is offered the PDF`() async throws {
        let form = try await world.get("/")
        let check = try await world.post(
            "/order/check",
            PagesWorld.filled(form, ["needed-day": "8", "needed-month": "12", "needed-year": "2026"]))
        let late = try #require(check.html.firstRange(of: "/items/leaflet-1.pdf"))
        #expect(late.lowerBound < (try #require(check.html.firstRange(of: "<h1"))).lowerBound)
    }

    @Test func `the style sheet lasts as long as its address`() async throws {
        let page = try await world.get("/")
        let path = try #require(page.elements.first { $0["rel"] == "stylesheet" }?["href"])
        let style = try await world.get(path)
        #expect(style.answer.headers[.contentType] == "text/css; charset=utf-8")
        #expect(style.answer.headers[.cacheControl]?.contains("immutable") == true)
        #expect(style.html.contains("--colour: #1f4e79") && !style.html.contains("{{") && !style.html.contains("url("))
        #expect(try await world.get("/style.css").answer.headers[.cacheControl] == "public, no-cache")
        let tag = try #require(style.answer.headers[.eTag])
        #expect(try await world.get("/style.css", headers: [.ifNoneMatch: tag]).status == 304)
    }

    @Test(arguments: [
        ("1994-11-06", 31_777, "Sun, 06 Nov 1994 08:49:37 GMT"), ("1970-01-01", 0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("2028-02-29", 86_399, "Tue, 29 Feb 2028 23:59:59 GMT"),
    ])
    func `times are written as HTTP has them`(day: String, second: Int64, text: String) throws {
        let date = try #require(LocalDate(day))
        let moment = Int64(date.dayNumber) * 86_400 + second
        #expect(PageTime.text(moment) == text)
        #expect(PageTime.moment(text) == moment)
    }
}
