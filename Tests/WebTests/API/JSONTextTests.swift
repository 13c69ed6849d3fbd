import Foundation
import Testing

@testable import Web

@Suite struct JSONTextTests {
    @Test(
        "a text comes back from a reader as it was",
        arguments: ["", "Llanfair", "“Łódź” 😀", "a \"b\" \\ c / d", "\u{0}\u{1}\u{1F}\u{7F}\n\r\t\u{8}", "e\u{301}"])
    func strings(text: String) throws {
        var json = JSONText()
        json.object { json in
            json.key("text")
            json.string(text)
            json.key("none")
            json.string(nil)
            json.key("numbers")
            json.array([1, -2]) { $0.number($1) }
            json.key("yes")
            json.bool(true)
        }
        let read = try #require(try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any])
        #expect(read["text"] as? String == text)
        #expect(read["none"] is NSNull)
        #expect(read["numbers"] as? [Int] == [1, -2])
        #expect(read["yes"] as? Bool == true)
        #expect(json.text.utf8.elementsEqual(json.bytes))
    }
}
