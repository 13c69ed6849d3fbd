import HTTPTypes
import Testing

@testable import Web

@Suite struct FormBodyTests {
    @Test(arguments: [
        ("a=1&b=2", ["a": "1", "b": "2"]), ("a=x+y%20z", ["a": "x y z"]), ("a=%C3%A9", ["a": "é"]), ("a", ["a": ""]),
        ("a=1=2", ["a": "1=2"]), ("", [:]), ("&&", [:]), ("a=%", ["a": "%"]), ("a=%4", ["a": "%4"]),
        ("a=%zz", ["a": "%zz"]), ("a=%FF", ["a": "\u{FFFD}"]), ("a=1&a=2", ["a": "1"]), ("%61=1", ["a": "1"]),
        ("a=%0D%0A", ["a": "\r\n"]),
    ])
    func `a body is read as browsers write it`(body: String, fields: [String: String]) {
        let read = FormBody.fields(of: Array(body.utf8))
        for (name, value) in fields { #expect(read[name] == value) }
        #expect(Set(read.pairs.map(\.name)) == Set(fields.keys))
    }

    @Test func `a body of nothing but fields ends`() {
        let body = Array(repeating: UInt8(ascii: "&"), count: 10) + Array(String(repeating: "a&", count: 30_000).utf8)
        #expect(FormBody.fields(of: body).pairs.count == FormBody.mostFields)
    }
}
