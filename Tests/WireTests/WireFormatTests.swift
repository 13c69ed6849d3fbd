import Testing

@testable import Wire

struct WireFormatTests {
    @Test(arguments: [
        "jo@example.org", "jo.doe+leaflets@mail.example.org", "o'brien@example.org", "\"a\"@example.org",
        "a@[192.0.2.1]",
    ])
    func `takes addresses`(address: String) {
        #expect(EnvelopeAddress.problem(in: address) == nil)
    }

    @Test(arguments: [
        "", "jo", "@example.org", "jo@", "jo@example.org>\r\nRCPT TO:<eve@example.org", "<jo@example.org>",
        "jo @example.org",
        "jo@example.org\n", "jo@exam\0ple.org", "jo@example.org SIZE=1", "jö@example.org", "jo@exämple.org",
        "jo\u{7F}@example.org",
        String(repeating: "a", count: 250) + "@example.org",
    ])
    func `refuses addresses that could leave their place`(address: String) {
        #expect(EnvelopeAddress.problem(in: address) != nil)
    }

    @Test(arguments: ["a\r\n", "a", "\r\n.\r\n", "a\r\n\r\nb\r\n", String(repeating: "x", count: 998) + "\r\n"])
    func `takes messages with CRLF throughout`(message: String) {
        #expect(MessageBytes.problem(in: Array(message.utf8)) == nil)
    }

    @Test(arguments: [
        "", "a\nb\r\n", "a\rb\r\n", "a\r\n.\nb", "a\r", "a\r\r\n", "\n", "a\0b\r\n",
        String(repeating: "x", count: 999) + "\r\n",
    ])
    func `refuses messages with bare line ends, NUL or endless lines`(message: String) {
        #expect(MessageBytes.problem(in: Array(message.utf8)) != nil)
    }
}
