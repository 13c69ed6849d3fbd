import Foundation
import Mustache
import Orders
public import Templates

/// The pages' templates and words: the built-in ones, single ones replaced by files of the operator's.
///
/// A template says how a page is built, in every language; its words stand in `words.en.json` and `words.cy.json`, one
/// text for each key. A template takes a text by its key, `{{> form.title}}`, and a text may have placeholders of its
/// own, `{{posting}}`. No text of a page stands in Swift.
public struct WebTemplates: Sendable {
    /// The campaign's picture, `logo.svg` or `logo.png` in the folder of overriding templates.
    struct Logo: Sendable {
        var bytes: [UInt8]
        var contentType: String
    }

    private let libraries: [Language: MustacheLibrary]
    /// The keys of all texts.
    let keys: Set<String>
    let logo: Logo?
    /// The operator's own template of the form; nil for the built-in one.
    let ownForm: String?

    /// Reads and checks all templates and words.
    ///
    /// - Parameter directory: the folder `templates` of the settings; a file in its `web/` stands in for the built-in
    ///   one of the same name, and a file of words for the words that it has. nil for the built-in ones only.
    /// - Throws: `TemplateProblem` for a file that can't be read, is no template, names what no page has, or replaces
    ///   nothing.
    public init(directory: String? = nil) throws(TemplateProblem) {
        var texts: [String: (text: String, file: String)] = [:]
        for (name, bytes) in Templates.web where name.hasSuffix(Self.suffix) {
            texts[name] = (try Self.text(bytes, file: name), name)
        }
        var words: [Language: WebWords] = [:]
        for language in Language.allCases {
            let name = "words.\(language.rawValue).json"
            words[language] = try WebWords(Templates.web[name] ?? [], file: name)
        }
        let folder = try WebTemplateFolder(directory)
        for path in folder.templates {
            let name = Self.fileName(of: path)
            guard texts[name] != nil else {
                throw TemplateProblem(
                    file: path, problem: "has no built-in template's name, so that it would replace nothing",
                    hint: "names are \(texts.keys.sorted().joined(separator: ", "))")
            }
            texts[name] = (try Self.text(try folder.bytes(of: path), file: path), path)
        }
        for path in folder.words {
            guard
                let language = Language.allCases.first(where: { Self.fileName(of: path) == "words.\($0.rawValue).json" }
                )
            else {
                throw TemplateProblem(
                    file: path, problem: "has no built-in file's name, so that it would replace nothing",
                    hint: "words stand in words.en.json and words.cy.json")
            }
            try words[language]?.replace(by: try WebWords(try folder.bytes(of: path), file: path))
        }
        logo = try folder.logo()
        let form = "form" + Self.suffix
        ownForm = texts[form].flatMap { $0.file == form ? nil : $0.text }

        var shared: [String: MustacheTemplate] = [:]
        keys = Set(words.values.flatMap { $0.texts.keys })
        let partials = Set(texts.keys.map(Self.stem)).union(keys)
        for (name, template) in texts {
            shared[Self.stem(of: name)] = try Self.parse(template.text, file: template.file, partials: partials)
        }
        var libraries: [Language: MustacheLibrary] = [:]
        for (language, words) in words {
            var templates = shared
            for (key, word) in words.texts {
                templates[key] = try Self.parse(
                    word: word.text, key: key, file: word.file, line: word.line, partials: partials)
            }
            libraries[language] = MustacheLibrary(templates: templates)
            var pieces = words.texts.mapValues { Piece(text: $0.text, file: $0.file, line: $0.line) }
            for (name, template) in texts {
                pieces[Self.stem(of: name)] = Piece(text: template.text, file: template.file)
            }
            try Self.checkCircles(in: pieces)
        }
        self.libraries = libraries
    }

    /// The text of a page or a word with these values; empty for a name that isn't there, which no name of ours is.
    func render(_ name: String, _ values: [String: Any], in language: Language) -> String {
        libraries[language]?.render(values, withTemplate: name) ?? ""
    }

    /// Whether there is a text with this key.
    func hasWord(_ key: String) -> Bool {
        libraries[.english]?.getTemplate(named: key) != nil
    }

    static let suffix = ".mustache"

    private static func stem(of name: String) -> String {
        String(name.dropLast(suffix.count))
    }

    private static func fileName(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    private static func text(_ bytes: [UInt8], file: String) throws(TemplateProblem) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TemplateProblem(file: file, problem: "isn't written in UTF-8", hint: "save it as UTF-8")
        }
        return text
    }
}
