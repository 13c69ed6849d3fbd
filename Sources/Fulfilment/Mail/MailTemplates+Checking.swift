import Mustache
import Templates

/// What Mustache itself lets pass without a word: names that mean nothing, and text templates that would escape as
/// HTML does.
extension MailTemplates {
    /// Parses and checks a template.
    static func parse(_ bytes: [UInt8], file: String) throws(TemplateProblem) -> MustacheTemplate {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TemplateProblem(file: file, problem: "isn't written in UTF-8", hint: "save it as UTF-8")
        }
        let template: MustacheTemplate
        do {
            template = try MustacheTemplate(string: text)
        } catch let error as MustacheTemplate.ParserError {
            throw TemplateProblem(
                file: file, line: error.context.lineNumber,
                problem: "is no Mustache template: \(words(for: error.error))")
        } catch {
            throw TemplateProblem(file: file, problem: "is no Mustache template")
        }
        if file.hasSuffix(".txt.mustache"), !text.hasPrefix(plainTextMark) {
            // Without it O'Brien becomes O&#39;Brien, and each partial begins anew as HTML.
            throw TemplateProblem(
                file: file, line: 1, problem: "doesn't begin with \(plainTextMark)", hint: "make that its first line")
        }
        try checkNames(in: text, file: file)
        return template
    }

    private static let plainTextMark = "{{% CONTENT_TYPE:TEXT}}"

    /// Looks at every tag: a variable or section must be a mail's, a partial one of ours.
    private static func checkNames(in text: String, file: String) throws(TemplateProblem) {
        // A template that sets other delimiters is on its own.
        guard !text.contains("{{=") else { return }
        let partials = Templates.mail.keys.map { String($0.dropLast(".mustache".count)) }
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            for piece in line.split(separator: "{{", omittingEmptySubsequences: false).dropFirst() {
                let tag = String(piece.prefix { $0 != "}" }).filter { !$0.isWhitespace && $0 != "{" }
                guard let first = tag.first, first != "!", first != "%" else { continue }
                let name = String(tag.drop { "#^/&<>$".contains($0) })
                let known = first == "<" || first == ">" ? partials : MailContent.names + partials + ["body", "."]
                if !known.contains(name) {
                    throw TemplateProblem(
                        file: file, line: number + 1, problem: "names \"\(name)\", which no mail has",
                        hint: "a mail has " + MailContent.names.sorted().joined(separator: ", "))
                }
            }
        }
    }

    private static func words(for error: any Error) -> String {
        switch error as? MustacheTemplate.Error {
        case .sectionCloseNameIncorrect: "this section ends with another name than it began with"
        case .expectedSectionEnd: "a section begins that never ends"
        case .unfinishedName: "a tag is not finished with }}"
        case .invalidSetDelimiter: "the delimiters are set wrongly"
        case .transformAppliedToInheritanceSection, .illegalTokenInsideInheritSection, .textInsideInheritSection:
            "only blocks may stand between {{<layout}} and {{/layout}}"
        case .invalidConfigVariableSyntax, .unrecognisedConfigVariable:
            "only CONTENT_TYPE can be set, to TEXT or HTML"
        case nil: "it ends in the middle of a tag"
        }
    }
}
