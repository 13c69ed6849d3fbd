import Orders
import Testing

@Suite struct OriginalMessageTests {
    @Test(
        arguments: [nil, "a.b+c=d@mail.example.org", "x@[IPv6:2001:db8::1]"], ["", "One\nTwo", "\nMessage-ID: <b@c>\n"])
    func `is read as it was written`(id: String?, text: String) {
        let message = OriginalMessage(subject: "Leaflets", messageID: id, text: text)
        #expect(message.messageID == id)
        #expect(OriginalMessage(message.description) == message)
    }

    @Test func `one that was written without a Message-ID has none, whatever it says`() {
        let message = OriginalMessage("Subject: Leaflets\n\nMessage-ID: <a@b.example>\n")
        #expect(message == OriginalMessage(subject: "Leaflets", messageID: nil, text: "Message-ID: <a@b.example>\n"))
    }

    @Test(arguments: ["Subject: x\nMessage-ID: <a@b\r\n", "Subject: x\nMessage-ID: <a b@c>\n", "Subject: x", "", "{}"])
    func `what nobody could have written has no Message-ID`(text: String) {
        #expect(OriginalMessage(text).messageID == nil)
    }
}
