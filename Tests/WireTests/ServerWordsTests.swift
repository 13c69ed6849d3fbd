import Testing

@testable import Wire

struct ServerWordsTests {
    @Test(arguments: [
        ("<jo.doe@example.org>: no such user", "<address>: no such user"),
        ("Jo.Doe@Example.ORG is unknown", "<address> is unknown"),
        ("user jo.doe unknown at example.org", "user <address> unknown at example.org"),
        ("jo.doesn't matter", "jo.doesn't matter"),
        ("5.1.1 no such user", "5.1.1 no such user"),
        ("one\r\ntwo\tthree", "one two three"),
        ("\u{1B}[31mred\u{202E}der\u{0}", "[31mred der"),
        ("   ", ""),
    ])
    func `cleans what a server says`(said: String, kept: String) {
        #expect(ServerWords.cleaned(said, hiding: "jo.doe@example.org") == kept)
    }

    @Test func `leaves words alone that a short local part would hit`() {
        #expect(ServerWords.cleaned("no, go away", hiding: "go@example.org") == "no, go away")
    }

    @Test func `keeps 500 characters`() {
        #expect(
            ServerWords.cleaned(String(repeating: "é", count: 9_000), hiding: "a@b")
                == String(repeating: "é", count: 500))
    }
}
