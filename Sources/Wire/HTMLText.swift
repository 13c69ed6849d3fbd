/// The text of an HTML message, for those who wrote no plain one.
///
/// It reads tags and nothing else: no style is obeyed, no link is followed, no picture fetched. Blocks and `<br>` begin
/// lines, paragraphs stand apart, cells of a table are separated by tabs, quoted text gets its `> ` back. Its work is
/// in proportion to the text's length, whatever the text is.
struct HTMLText {
    /// The plain text, LF line ends.
    static func plain(from html: String) -> String { read(html).plain }

    /// The plain text, LF line ends, and whether something was left out of it because it is struck out.
    static func read(_ html: String) -> (plain: String, hasStruckText: Bool) {
        var reader = HTMLText(Array(html.utf8))
        reader.read()
        return (String(decoding: reader.output, as: UTF8.self), reader.hasStruckText)
    }

    private let input: [UInt8]
    private var place = 0
    private var output: [UInt8] = []
    /// White space was read that shows if a word follows on the same line.
    private var owesSpace = false
    /// Line ends at the end of the output; at its beginning there is no need for any.
    private var lineEnds = 2
    private var quotes = 0
    private var preformatted = 0
    /// The element whose text the writer struck out, or that isn't shown, and how many of its name are open in it.
    private var struck: (name: String, depth: Int)?
    private var hasStruckText = false

    private init(_ input: [UInt8]) {
        self.input = input
    }

    private mutating func read() {
        while place < input.count {
            let byte = input[place]
            switch byte {
            case UInt8(ascii: "<") where readTag(): continue
            case UInt8(ascii: "&"): readEntity()
            case 0x20, 0x09, 0x0A, 0x0C, 0x0D:
                if preformatted == 0 {
                    owesSpace = true
                } else if byte == 0x0A {
                    endLine()
                } else if byte != 0x0D {
                    write([byte])
                }
                place += 1
            default:
                write([byte])
                place += 1
            }
        }
        trimLine()
        while output.last == 0x0A { output.removeLast() }
    }

    // MARK: Writing

    private mutating func write(_ bytes: some Collection<UInt8>) {
        guard struck == nil else {
            hasStruckText = true
            return
        }
        if lineEnds > 0 {
            for _ in 0..<min(quotes, 10) { output += [0x3E, 0x20] }
        } else if owesSpace, output.last != 0x09, output.last != 0x20 {
            output.append(0x20)
        }
        owesSpace = false
        lineEnds = 0
        output += bytes
    }

    /// Ends the line, also an empty one.
    private mutating func endLine() {
        trimLine()
        owesSpace = false
        lineEnds += 1
        // More than one empty line tells nobody more.
        if lineEnds <= 2 { output.append(0x0A) }
    }

    /// Makes sure of at least so many line ends.
    private mutating func breakLine(_ count: Int = 1) {
        owesSpace = false
        while lineEnds < count { endLine() }
    }

    private mutating func trimLine() {
        while let last = output.last, last == 0x20 || last == 0x09 { output.removeLast() }
    }

    // MARK: Tags

    /// Reads what begins with `<` at the place; false if it is only a character.
    private mutating func readTag() -> Bool {
        guard place + 1 < input.count else { return false }
        let next = input[place + 1]
        if input[place...].starts(with: Array("<!--".utf8)) {
            skip(past: Array("-->".utf8))
            return true
        }
        if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
            skip(past: [UInt8(ascii: ">")])
            return true
        }
        let isEnd = next == UInt8(ascii: "/")
        let start = place + (isEnd ? 2 : 1)
        guard start < input.count, Self.isLetter(input[start]) else { return false }
        var end = start
        while end < input.count, Self.isLetter(input[end]) || (0x30...0x39).contains(input[end]) { end += 1 }
        let name = String(decoding: input[start..<end].prefix(20), as: UTF8.self).lowercased()
        place = end
        skipAttributes()
        let isStruck = Self.struck.contains(name) || Self.isStruck(input[end..<place])
        follow(name, isEnd: isEnd, isStruck: isStruck)

        if isEnd { close(name) } else { open(name) }
        return true
    }

    /// Keeps account of what is struck out. What its writer forgot to close hides the rest: then a person reads it.
    private mutating func follow(_ name: String, isEnd: Bool, isStruck: Bool) {
        if let open = struck {
            guard open.name == name else { return }
            let depth = open.depth + (isEnd ? -1 : 1)
            struck = depth > 0 ? (name, depth) : nil
        } else if isStruck, !isEnd, !Self.void.contains(name) {
            struck = (name, 1)
        }
    }

    /// Whether a tag's attributes strike its text out.
    private static func isStruck(_ attributes: ArraySlice<UInt8>) -> Bool {
        guard attributes.count > 12 else { return false }
        return String(decoding: attributes.prefix(2_000), as: UTF8.self).lowercased().contains("line-through")
    }

    private mutating func open(_ name: String) {
        switch name {
        case "br": endLine()
        case "hr": breakLine(2)
        case "td", "th":
            owesSpace = false
            if lineEnds == 0 { write([0x09]) }
        case "li":
            breakLine()
            write(Array("- ".utf8))
        case "pre", "blockquote":
            breakLine(2)
            if name == "pre" { preformatted += 1 } else { quotes += 1 }
        case let name where Self.hidden.contains(name): skipElement(name)
        case let name where Self.paragraphs.contains(name): breakLine(2)
        case let name where Self.blocks.contains(name): breakLine()
        default: break
        }
    }

    private mutating func close(_ name: String) {
        switch name {
        case "pre", "blockquote":
            breakLine(2)
            if name == "pre" { preformatted = max(0, preformatted - 1) } else { quotes = max(0, quotes - 1) }
        case "li": breakLine()
        case let name where Self.paragraphs.contains(name): breakLine(2)
        case let name where Self.blocks.contains(name): breakLine()
        default: break
        }
    }

    /// To the end of the tag. In a value in quotes `>` is a character like others.
    private mutating func skipAttributes() {
        var isValue = false
        while place < input.count {
            let byte = input[place]
            place += 1
            if byte == UInt8(ascii: ">") { return }
            if isValue, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { skip(past: [byte]) }
            if byte != 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D { isValue = byte == UInt8(ascii: "=") }
        }
    }

    /// To the end of an element whose content nobody sees; if it has none, to the end of all.
    private mutating func skipElement(_ name: String) {
        let end = Array("</\(name)".utf8)
        while place < input.count {
            if input[place] == 0x3C, input[place...].prefix(end.count).map(Self.lowered) == end { return }
            place += 1
        }
    }

    private mutating func skip(past end: [UInt8]) {
        while place < input.count, !(input[place] == end[0] && input[place...].starts(with: end)) { place += 1 }
        place = min(input.count, place + end.count)
    }

    // MARK: Entities

    /// Reads `&amp;`, `&#8217;` or `&#x2019;` at the place; an `&` that begins none stands for itself.
    private mutating func readEntity() {
        let letters = input[(place + 1)...].prefix(12).prefix {
            Self.isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "#")
        }
        let name = String(decoding: letters, as: UTF8.self)
        guard let scalar = HTMLTextEntity.scalar(named: name) else {
            write([UInt8(ascii: "&")])
            place += 1
            return
        }
        place += 1 + name.utf8.count
        if place < input.count, input[place] == UInt8(ascii: ";") { place += 1 }
        write(Array(String(scalar == "\u{A0}" ? " " : scalar).utf8))
    }

    // MARK: Words of HTML

    private static let hidden: Set<String> = ["script", "style", "title", "template", "iframe", "noembed", "noframes"]
    private static let struck: Set<String> = ["del", "s", "strike"]
    private static let void: Set<String> = ["br", "hr", "img", "input", "link", "meta", "area", "base", "col", "wbr"]
    private static let paragraphs: Set<String> = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl"]
    private static let blocks: Set<String> = [
        "address", "article", "aside", "body", "center", "dd", "div", "dt", "fieldset", "figcaption", "figure",
        "footer", "form", "head", "header", "html", "main", "nav", "section", "tbody", "thead", "tr",
    ]

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(lowered(byte)) }

    private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
