import Mustache
import Templates

/// What Mustache itself lets pass without a word: names and partials that mean nothing.
extension WebTemplates {
    /// Parses and checks a template.
    static func parse(
        _ text: String, file: String, partials: Set<String>
    ) throws(TemplateProblem) -> MustacheTemplate {
        guard PageText.isRegistered else { throw TemplateProblem(file: file, problem: "can't be escaped") }
        let template: MustacheTemplate
        do {
            template = try MustacheTemplate(string: PageText.mark + text)
        } catch let error as MustacheTemplate.ParserError {
            throw TemplateProblem(
                file: file, line: error.context.lineNumber,
                problem: "is no Mustache template: \(words(for: error.error))")
        } catch {
            throw TemplateProblem(file: file, problem: "is no Mustache template")
        }
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            try checkNames(in: line, partials: partials, file: file, line: number + 1)
        }
        return template
    }

    /// The same for the text of a key, which is plain text but for its tags.
    static func parse(
        word: String, key: String, file: String, line: Int?, partials: Set<String>
    ) throws(TemplateProblem) -> MustacheTemplate {
        do {
            try checkNames(in: Substring(word), partials: partials, file: file, line: line)
            return try MustacheTemplate(string: PageText.mark + escapingText(of: word))
        } catch let error as MustacheTemplate.ParserError {
            throw TemplateProblem(file: file, line: line, problem: "\"\(key)\": \(words(for: error.error))")
        } catch let problem as TemplateProblem {
            throw problem
        } catch {
            throw TemplateProblem(file: file, line: line, problem: "\"\(key)\" is no Mustache template")
        }
    }

    /// Escapes what stands outside of tags.
    private static func escapingText(of word: String) -> String {
        var escaped = ""
        var rest = Substring(word)
        while let open = rest.firstRange(of: "{{") {
            escaped += PageText.escaped(String(rest[..<open.lowerBound]))
            let close = rest[open.upperBound...].firstRange(of: "}}")?.upperBound ?? rest.endIndex
            escaped += rest[open.lowerBound..<close]
            rest = rest[close...]
        }
        return escaped + PageText.escaped(String(rest))
    }

    /// Looks at every tag: a variable or section must be a page's, a partial a template or a text of ours.
    private static func checkNames(
        in line: Substring, partials: Set<String>, file: String, line number: Int?
    ) throws(TemplateProblem) {
        for piece in line.split(separator: "{{", omittingEmptySubsequences: false).dropFirst() {
            let tag = String(piece.prefix { $0 != "}" }).filter { !$0.isWhitespace && $0 != "{" }
            guard let first = tag.first, first != "!", first != "%" else { continue }
            let name = String(tag.drop { "#^/&<>$*".contains($0) })
            if first == "=" || first == "{" || piece.first == "{" || first == "&" {
                throw TemplateProblem(
                    file: file, line: number, problem: "has a tag that would write unescaped text, or other delimiters",
                    hint: "write {{\(name)}}")
            }
            let isPartial = (first == "<" || first == ">") && !tag.hasPrefix(">*")
            // A section may be closed by a partial's name: {{/layout}}.
            guard isPartial ? partials.contains(name) : isKnown(name) || first == "/" && partials.contains(name) else {
                throw TemplateProblem(
                    file: file, line: number,
                    problem: "names \"\(name)\", which \(isPartial ? "is no template and no text" : "no page has")",
                    hint: isPartial
                        ? "texts are those of words.en.json" : "a page has \(names.sorted().joined(separator: ", "))")
            }
        }
    }

    private static func isKnown(_ name: String) -> Bool {
        if name == "." || names.contains(name) || blocks.contains(name) { return true }
        return name.hasPrefix("fields.") && FormEntry.names.contains(String(name.dropFirst("fields.".count)))
    }

    /// What a page sets into the layout.
    private static let blocks: Set<String> = ["title", "content"]

    private static func words(for error: any Error) -> String {
        switch error as? MustacheTemplate.Error {
        case .sectionCloseNameIncorrect: "this section ends with another name than it began with"
        case .expectedSectionEnd: "a section begins that never ends"
        case .unfinishedName: "a tag is not finished with }}"
        case .invalidSetDelimiter: "the delimiters are set wrongly"
        case .transformAppliedToInheritanceSection, .illegalTokenInsideInheritSection, .textInsideInheritSection:
            "only blocks may stand between {{<layout}} and {{/layout}}"
        case .invalidConfigVariableSyntax, .unrecognisedConfigVariable:
            "only CONTENT_TYPE can be set"
        case nil: "it ends in the middle of a tag"
        }
    }
}
