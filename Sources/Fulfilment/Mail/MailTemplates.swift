import Foundation
import Mustache
import Orders
public import Templates

/// The templates of mails: the built-in ones, single ones replaced by files of the operator's.
///
/// For each kind and language there is a text and an HTML one, `confirmation.en.txt.mustache` and
/// `confirmation.en.html.mustache`; what they share stands in partials, which can be replaced as well.
public struct MailTemplates: Sendable {
    private let library: MustacheLibrary

    /// Reads and checks all templates.
    ///
    /// - Parameter directory: the folder `templates` of the settings; a file in its `mail/` stands in for the built-in
    ///   one of the same name. nil for the built-in ones only.
    /// - Throws: `TemplateProblem` for a file that is no template, names what no mail has, or replaces nothing.
    public init(directory: String? = nil) throws(TemplateProblem) {
        var templates: [String: MustacheTemplate] = [:]
        for (name, bytes) in Templates.mail {
            templates[Self.stem(of: name)] = try Self.parse(bytes, file: name)
        }
        for path in try Self.overrides(in: directory) {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            guard Templates.mail[name] != nil else {
                throw TemplateProblem(
                    file: path, problem: "has no built-in template's name, so that it would replace nothing",
                    hint: "names are like confirmation.en.txt.mustache")
            }
            templates[Self.stem(of: name)] = try Self.parse(try Self.bytes(of: path), file: path)
        }
        library = MustacheLibrary(templates: templates)
    }

    /// The mail's words.
    ///
    /// - Throws: `TemplateProblem` for a kind that has no template.
    public func render(_ content: MailContent) throws(TemplateProblem) -> MailText {
        let values = content.values
        let stem = "\(content.kind.rawValue).\(content.language.rawValue)"
        func render(_ format: String) throws(TemplateProblem) -> String {
            guard let text = library.render(values, withTemplate: "\(stem).\(format)") else {
                throw TemplateProblem(file: "\(stem).\(format).mustache", problem: "isn't there")
            }
            return text
        }
        return MailText(subject: content.subject, text: try render("txt"), html: try render("html"))
    }

    private static func overrides(in directory: String?) throws(TemplateProblem) -> [String] {
        guard let directory else { return [] }
        guard FileManager.default.fileExists(atPath: directory) else {
            throw TemplateProblem(
                file: directory, problem: "isn't there", hint: "make the folder, or leave templates unset")
        }
        let folder = directory + "/mail"
        // A folder that replaces other templates only needs no mail/ in it.
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
                .filter { $0.hasSuffix(".mustache") && !$0.hasPrefix(".") }.map { "\(folder)/\($0)" }
        } catch {
            throw TemplateProblem(file: folder, problem: "can't be read", hint: "check who may read it")
        }
    }

    private static func bytes(of path: String) throws(TemplateProblem) -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw TemplateProblem(file: path, problem: "can't be read", hint: "check who may read it")
        }
    }

    /// The name under which other templates know it.
    private static func stem(of name: String) -> String {
        String(name.dropLast(".mustache".count))
    }
}
