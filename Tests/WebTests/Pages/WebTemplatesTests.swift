import Foundation
import HTTPTypes
import Orders
import Templates
import TestSupport
import Testing

@testable import Web

/// Templates, words, and what a campaign may replace of them.
@Suite struct WebTemplatesTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func override(_ name: String, _ text: String) throws -> WebTemplates {
        try FileManager.default.createDirectory(atPath: folder.path("web"), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: folder.path("web/\(name)")))
        return try WebTemplates(directory: folder.path)
    }

    private func words(_ language: Language) throws -> [String: String] {
        let bytes = try #require(Templates.web["words.\(language.rawValue).json"])
        return try JSONDecoder().decode([String: String].self, from: Data(bytes))
    }

    @Test func `every file of the templates folder is embedded`() throws {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let files = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "templates/web").path())
        #expect(Set(files) == Set(Templates.web.keys))
    }

    @Test func `both languages have the same keys and the same placeholders`() throws {
        let (english, welsh) = (try words(.english), try words(.welsh))
        #expect(Set(english.keys) == Set(welsh.keys))
        func placeholders(_ text: String) -> Set<String> {
            Set(text.matches(of: #/\{\{[#/>*]*([^}]*)\}\}/#).map { String($0.output.1) })
        }
        for (key, text) in english {
            #expect(placeholders(text) == placeholders(welsh[key] ?? ""), "\(key)")
            #expect(!text.isEmpty && welsh[key]?.isEmpty == false, "\(key)")
        }
        #expect(english.filter { welsh[$0.key] == $0.value }.count < 15, "not translated")
    }

    @Test func `every text is used`() throws {
        let templates = Templates.web.filter { $0.key.hasSuffix(".mustache") }
            .map { String(decoding: $0.value, as: UTF8.self) }.joined()
        // These are named by what they are about; other tests ask for each.
        let computed = [
            "error.", "state.", "held.", "returned.", "purpose.", "country.", "message.", "field.",
        ]
        for key in try words(.english).keys where !computed.contains(where: key.hasPrefix) {
            #expect(templates.contains("{{> \(key)}}"), "\(key)")
        }
    }

    @Test func `one word can be replaced, and one template`() throws {
        let templates = try override("words.en.json", "{\n  \"form.title\": \"Get <b>posters</b> & \\\"more\\\"\"\n}")
        #expect(
            templates.render("form.title", [:], in: .english) == "Get &lt;b&gt;posters&lt;/b&gt; &amp; &quot;more&quot;"
        )
        #expect(templates.render("form.title", [:], in: .welsh) == "Archebu taflenni")
        let again = try override("message.mustache", "<p>{{campaign}}: {{>*text}}</p>")
        #expect(
            again.render("message", ["campaign": "A & B", "text": "form.title"], in: .welsh)
                == "<p>A &amp; B: Archebu taflenni</p>")
    }

    @Test(
        arguments: [
            ("message.mustache", "<p>\n{{> form.titel}}", 2, "names \"form.titel\""),
            ("message.mustache", "<p>{{refrence}}", 1, "names \"refrence\""),
            ("message.mustache", "<p>{{{name}}}", 1, "unescaped"), ("message.mustache", "<p>{{&name}}", 1, "unescaped"),
            ("message.mustache", "{{=<% %>=}}", 1, "delimiters"),
            ("message.mustache", "\n{{#items}}", 2, "never ends"),
            ("message.mustache", "\n\n{{name}\n", 3, "not finished"),
            ("masage.mustache", "x", nil, "replace nothing"), ("words.de.json", "{}", nil, "replace nothing"),
            ("words.en.json", "{\n\"form.title\": \"a\",\n\"form.titel\": \"b\"\n}", 3, "is the key of no text"),
            ("words.en.json", "{\n\"form.title\": 7\n}", 2, "is no text"),
            ("words.en.json", "{\n\"form.title\": \"a\"\n\"form.intro\": \"b\"}", 3, "is no JSON"),
            ("words.en.json", "[]", nil, "is no JSON object"),
            ("words.cy.json", "{\n\"form.title\": \"{{refrence}}\"}", 2, "names \"refrence\""),
            ("words.cy.json", "{\n\"form.title\": \"{{#items}}\"}", 2, "never ends"),
        ] as [(String, String, Int?, String)])
    func `a broken file names itself and its line`(name: String, text: String, line: Int?, problem: String) throws {
        let error = #expect(throws: TemplateProblem.self) { try override(name, text) }
        #expect(error?.file.hasSuffix("/web/\(name)") == true)
        #expect(error?.problem.contains(problem) == true, "\(String(describing: error))")
        if let line { #expect(error?.line == line, "\(String(describing: error))") }
    }

    @Test(arguments: [
        ("form.mustache", "{{> form}}", "form takes form"), ("field.mustache", "\n{{> error}}\n{{> field}}", "field"),
        ("error.mustache", "{{> field}}", "takes field"),
        ("layout.mustache", "{{<layout}}{{/layout}}", "layout takes layout"),
        ("lines.mustache", "{{> message}}", "whole page"), ("message.mustache", "{{> layout}}", "whole page"),
        ("message.mustache", "{{<layout}}{{$content}}{{$content}}x{{/content}}{{/content}}{{/layout}}", "in itself"),
        ("post.mustache", "{{$content}}x{{/content}}", "in itself"), ("post.mustache", "{{>*name}}", "names none"),
        ("words.en.json", "{\"form.title\": \"{{> form.intro}}\", \"form.intro\": \"{{> form.title}}\"}", "takes"),
        ("words.cy.json", "{\n\"field.name.label\": \"{{>*label}}\"}", "field.name.label takes field.name.label"),
        ("words.en.json", "{\"error.prefix\": \"{{> errors}}\"}", "error.prefix"),
    ])
    func `what takes itself is refused, with its file and what to do`(name: String, text: String, problem: String)
        throws
    {
        let error = #expect(throws: TemplateProblem.self) { try override(name, text) }
        #expect(error?.problem.contains(problem) == true, "\(String(describing: error))")
        #expect(error?.file.hasSuffix("/web/\(name)") == true && error?.hint?.isEmpty == false)
        #expect(error?.line != nil)
    }

    @Test(arguments: [
        ("words.cy.json", "{\"privacy.special\": \"Other\"}"), ("words.en.json", "{\"privacy.short.who\": \"Other\"}"),
        ("words.cy.json", "{\"field.consent.label\": \"Other\"}"), ("privacy.mustache", "<p>Other</p>"),
        ("form.mustache", "<p>Other</p>"),
    ])
    func `whatever is said of privacy is in the version of the notice`(name: String, text: String) throws {
        let usual = try PagesWorld().pages.look.noticeVersion
        #expect(try PagesWorld(templates: try override(name, text)).pages.look.noticeVersion != usual)
    }

    @Test func `what says nothing of privacy leaves the notice's version as it is`() throws {
        let usual = try PagesWorld().pages.look.noticeVersion
        let templates = try override("words.en.json", "{\"form.title\": \"Other\"}")
        #expect(try PagesWorld(templates: templates).pages.look.noticeVersion == usual)
    }

    @Test func `a folder that isn't there is a problem, one without pages is not`() throws {
        #expect(throws: TemplateProblem.self) { try WebTemplates(directory: folder.path("none")) }
        _ = try WebTemplates(directory: folder.path)
    }

    @Test func `a logo is shown and served`() async throws {
        let templates = try override("logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
        let world = try PagesWorld(templates: templates)
        let page = try await world.get("/")
        let path = try #require(page.elements.first { $0.name == "img" }?["src"])
        let logo = try await world.get(path)
        #expect(logo.answer.headers[.contentType] == "image/svg+xml" && logo.html.hasPrefix("<svg"))
        #expect(logo.answer.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
    }

    @Test func `text is escaped wherever a byte means something`() {
        #expect(PageText.escaped("\"\u{301}<\u{338}'&>é") == "&quot;\u{301}&lt;\u{338}&#39;&amp;&gt;é")
        #expect(PageText.escaped("plain") == "plain")
    }

    @Test(arguments: [
        ("#1f4e79", "#ffffff", "#1f4e79"), ("#ffd23f", "#000000", "#1a1a1a"), ("#000000", "#ffffff", "#000000"),
        ("#ffffff", "#000000", "#1a1a1a"), ("#767676", "#000000", "#767676"), ("#ff0000", "#000000", "#1a1a1a"),
    ])
    func `text on the campaign's colour can be read`(colour: String, text: String, ink: String) throws {
        let parsed = try #require(Colour(colour))
        let onColour = parsed.isDark ? Colour.white : Colour.black
        #expect(onColour.description == text)
        #expect(parsed.contrast(with: onColour) >= 4.5)
        let isInk = parsed.contrast(with: .white) >= 4.5
        #expect((isInk ? colour : "#1a1a1a") == ink)
    }

    @Test func `contrast is that of the guidelines`() {
        #expect(Colour.black.contrast(with: .white) == 21)
        #expect(Colour("#nothex") == nil && Colour("#12345") == nil)
    }
}
