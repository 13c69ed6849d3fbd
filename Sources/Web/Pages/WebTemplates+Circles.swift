import Templates

/// Templates that take each other: one that came back to itself would never be done.
extension WebTemplates {
    /// A template or a text, as the check for circles sees it.
    struct Piece {
        var text: String
        var file: String
        /// Of a text in a file of words.
        var line: Int?

        /// Whether it is the operator's own, and not built in.
        var isOwn: Bool { file.contains("/") }
    }

    /// Refuses templates and texts that take each other in a circle, and blocks that would end in themselves.
    ///
    /// - Parameter pieces: All of one language, by their names.
    static func checkCircles(in pieces: [String: Piece]) throws(TemplateProblem) {
        var tags: [String: [Tag]] = [:]
        for (name, piece) in pieces { tags[name] = self.tags(of: piece) }
        let pages = Set(tags.filter { $0.value.contains { $0.kind == "$" || $0.kind == "<" } }.keys)
        var ways: [String: [(to: String, line: Int?)]] = [:]
        for (name, piece) in pieces { try checkBlocks(tags[name] ?? [], of: piece, isLayout: name == "layout") }
        for name in pieces.keys.sorted() {
            guard let piece = pieces[name], let tags = tags[name] else { continue }
            for tag in tags where tag.kind == ">" || tag.kind == "<" {
                if tag.kind == ">", pages.contains(tag.name) {
                    let other = piece.isOwn ? nil : pieces[tag.name].flatMap { $0.isOwn ? $0 : nil }
                    if let other {
                        throw TemplateProblem(
                            file: other.file, line: 1, problem: "is a whole page, and \"\(name)\" takes it as a part",
                            hint: "leave out {{<layout}} and its blocks")
                    }
                    throw TemplateProblem(
                        file: piece.file, line: tag.line, problem: "takes \"\(tag.name)\", which is a whole page",
                        hint: "take a part of a page, or a text")
                }
                ways[name, default: []].append((tag.name, tag.line))
            }
            for tag in tags where tag.kind == "*" {
                guard let topics = topics[tag.name] else {
                    throw TemplateProblem(
                        file: piece.file, line: tag.line, problem: "takes a text by \"\(tag.name)\", which names none",
                        hint: "texts are named by " + topics.keys.sorted().joined(separator: ", "))
                }
                let texts = pieces.keys.filter { key in topics.contains { key.hasPrefix($0) } }.sorted()
                ways[name, default: []] += texts.map { ($0, tag.line) }
            }
        }
        var done: Set<String> = []
        for name in pieces.keys.sorted() { try follow(name, [], ways, pieces, &done) }
    }

    /// What the values that name a text can name: the beginnings of its key.
    private static let topics: [String: [String]] = [
        "label": ["field.", "purpose."], "hint": ["field."], "words": ["error.", "held.", "country."],
        "title": ["message."], "text": ["message."], "purpose": ["purpose."], "state": ["state."],
        "stateText": ["state."], "returned": ["returned."], "fitting": ["country."],
    ]

    private struct Tag {
        /// `>`, `<`, `$`, `/`, `*` for a text that a value names, or a blank.
        var kind: Character
        var name: String
        var line: Int?
    }

    private static func tags(of piece: Piece) -> [Tag] {
        var tags: [Tag] = []
        for (number, line) in piece.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            for part in line.split(separator: "{{", omittingEmptySubsequences: false).dropFirst() {
                let tag = String(part.prefix { $0 != "}" }).filter { !$0.isWhitespace }
                guard let first = tag.first, first != "!", first != "%" else { continue }
                let name = String(tag.drop { "#^/&<>$*".contains($0) })
                let kind: Character = tag.hasPrefix(">*") ? "*" : "></$<".contains(first) ? first : " "
                tags.append(Tag(kind: kind, name: name, line: piece.line ?? number + 1))
            }
        }
        return tags
    }

    /// A block stands in the layout, or sets one of the layout's: never in another one, which it would stand in for.
    private static func checkBlocks(_ tags: [Tag], of piece: Piece, isLayout: Bool) throws(TemplateProblem) {
        var open: [Tag] = []
        for tag in tags {
            if tag.kind == "/" {
                if open.last?.name == tag.name { open.removeLast() }
                continue
            }
            guard tag.kind == "$" || tag.kind == "<" else { continue }
            if tag.kind == "<" ? !open.isEmpty : open.last?.kind != "<" && !(isLayout && open.isEmpty) {
                throw TemplateProblem(
                    file: piece.file, line: tag.line, problem: "has \"\(tag.name)\" where it would stand in itself",
                    hint: "{{$title}} and {{$content}} stand side by side between {{<layout}} and {{/layout}}")
            }
            open.append(tag)
        }
    }

    /// Goes every way from a piece, once.
    private static func follow(
        _ name: String, _ path: [String], _ ways: [String: [(to: String, line: Int?)]], _ pieces: [String: Piece],
        _ done: inout Set<String>
    ) throws(TemplateProblem) {
        guard !done.contains(name) else { return }
        for (next, line) in ways[name] ?? [] {
            if let start = (path + [name]).firstIndex(of: next) {
                // Whose file it is: the operator's own, as ours alone take no circles.
                let circle = (path + [name])[start...]
                let culprit = circle.first { pieces[$0]?.isOwn == true } ?? name
                let after = circle.drop { $0 != culprit }.dropFirst().first ?? next
                let way = ways[culprit]?.first { $0.to == after }
                throw TemplateProblem(
                    file: pieces[culprit]?.file ?? name, line: way?.line ?? line,
                    problem: "takes itself in the end: " + (circle + [next]).joined(separator: " takes "),
                    hint: "take out one of these, such as {{> \(after)}}")
            }
            try follow(next, path + [name], ways, pieces, &done)
        }
        done.insert(name)
    }
}
