import Foundation
import HTTPTypes

@testable import Web

/// A page as a test sees it: its elements with their attributes, and what its form would send.
struct SeenPage {
    struct Element {
        var name: String
        var attributes: [String: String]
        /// The text up to the next tag.
        var text: String

        subscript(attribute: String) -> String? { attributes[attribute] }
    }

    let answer: WebAnswer
    let html: String
    let elements: [Element]

    init(_ answer: WebAnswer) {
        self.answer = answer
        html = String(decoding: answer.body, as: UTF8.self)
        elements = html.split(separator: "<").compactMap(Self.element)
    }

    /// One tag and the text after it: `label for="name">Full name`.
    private static func element(_ piece: Substring) -> Element? {
        guard let end = piece.firstIndex(of: ">"), piece.first?.isLetter == true else { return nil }
        let tag = piece[..<end]
        let name = tag.prefix { !$0.isWhitespace }
        var attributes: [String: String] = [:]
        var rest = tag[name.endIndex...]
        while true {
            rest = rest.drop(while: \.isWhitespace)
            let key = rest.prefix { $0 != "=" && !$0.isWhitespace }
            guard !key.isEmpty else { break }
            rest = rest[key.endIndex...]
            var value = Substring()
            if rest.hasPrefix("=\"") {
                value = rest.dropFirst(2).prefix { $0 != "\"" }
                rest = rest[value.endIndex...].dropFirst()
            }
            attributes[String(key)] = plain(String(value))
        }
        return Element(
            name: String(name), attributes: attributes, text: plain(String(piece[piece.index(after: end)...])))
    }

    var status: Int { answer.status.code }
    var ids: [String] { elements.compactMap { $0["id"] } }
    var title: String { elements.first { $0.name == "title" }?.text ?? "" }
    var heading: String { elements.first { $0.name == "h1" }?.text ?? "" }
    var location: String { answer.headers[.location] ?? "" }

    /// The text between the tags.
    var words: String {
        let texts = html.split(separator: "<").map { piece -> Substring in
            piece.firstIndex(of: ">").map { piece[piece.index(after: $0)...] } ?? piece
        }
        return Self.plain(texts.joined(separator: " ")).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    func element(_ id: String) -> Element? { elements.first { $0["id"] == id } }

    /// The links of the error summary: where they lead, and their words.
    var errors: [(id: String, words: String)] {
        elements.filter { $0.name == "a" && $0["href"]?.hasPrefix("#") == true && $0["class"] != "skip" }
            .map { (String($0["href"]?.dropFirst() ?? ""), $0.text) }
    }

    /// Where a button leads, and what it adds; nil for no such button.
    func button(_ words: String) -> (action: String, extra: [(String, String)])? {
        guard let button = elements.first(where: { $0.name == "button" && $0.text == words }) else { return nil }
        let action = button["formaction"] ?? elements.first { $0.name == "form" }?["action"] ?? ""
        return (action, button["name"].map { [($0, button["value"] ?? "")] } ?? [])
    }

    /// What the form sends as it stands.
    var fields: [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        var select: String?
        for element in elements {
            switch element.name {
            case "input":
                guard let name = element["name"] else { continue }
                let isChoice = ["radio", "checkbox"].contains(element["type"] ?? "")
                if !isChoice || element["checked"] != nil { fields.append((name, element["value"] ?? "")) }
            case "select": select = element["name"]
            case "option": if element["selected"] != nil, let select { fields.append((select, element["value"] ?? "")) }
            case "textarea":
                // HTML leaves out one line break after the tag.
                fields.append((element["name"] ?? "", String(element.text.drop { $0 == "\n" })))
            default: continue
            }
        }
        return fields
    }

    func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// By scalars: a combining accent after an entity is no part of it.
    private static func plain(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(text) {
            $0.replacingOccurrences(of: $1.0, with: $1.1, options: .literal)
        }
    }
}
