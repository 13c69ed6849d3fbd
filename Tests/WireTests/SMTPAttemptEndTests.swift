import CCurl
import Testing

@testable import Wire

struct SMTPAttemptEndTests {
    private func reply(_ code: Int, _ text: String = "words") -> SMTPReply {
        SMTPReply(code: code, text: Array(text.utf8))
    }

    @Test func `is sure only of what the server has said after the text`() {
        var end = SMTPAttemptEnd(code: CURLE_SEND_ERROR, reply: reply(354), isAboutMessage: true, isHandedOver: true)
        #expect(end.result == .ambiguous(words: "answer lost:"))
        end.verdict = reply(250)
        #expect(end.result == .accepted)
        end.verdict = reply(452)
        #expect(end.result == .temporary(code: 452, words: "words"))
        end.verdict = reply(554)
        #expect(end.result == .permanent(code: 554, words: "words"))
        end.verdict = reply(354)
        #expect(end.result == .ambiguous(words: "answer lost:"))
    }

    @Test func `takes a broken connection before the end of the text for undelivered`() {
        let end = SMTPAttemptEnd(code: CURLE_SEND_ERROR, curlWords: "broken", reply: reply(354), isAboutMessage: true)
        #expect(end.result == .unreachable(words: "broken"))
    }

    @Test(arguments: [421, 450, 500, 554])
    func `blames the server for what it refuses before MAIL`(code: Int) {
        let end = SMTPAttemptEnd(code: CURLE_WEIRD_SERVER_REPLY, reply: reply(code))
        #expect(end.result == .unreachable(words: "\(code) words"))
    }

    @Test(arguments: [454, 530, 534, 535, 538])
    func `blames the settings for a missing login, whichever command was refused`(code: Int) {
        let end = SMTPAttemptEnd(code: CURLE_SEND_ERROR, reply: reply(code), isAboutMessage: true)
        #expect(end.result == .unreachable(words: "\(code) words"))
    }

    @Test(arguments: [(true, false, true), (false, false, false), (true, true, false)])
    func `tries again at once only where a reused connection was closing`(
        reused: Bool, handedOver: Bool, again: Bool
    ) {
        var end = SMTPAttemptEnd(code: CURLE_RECV_ERROR, isHandedOver: handedOver, reusedConnection: reused)
        #expect(end.metClosingConnection == again)
        end.reply = reply(421)
        #expect(end.metClosingConnection == again)
        end.code = CURLE_OPERATION_TIMEDOUT
        #expect(!end.metClosingConnection)
        end.code = CURLE_SEND_ERROR
        end.reply = reply(450)
        #expect(!end.metClosingConnection)
    }
}
