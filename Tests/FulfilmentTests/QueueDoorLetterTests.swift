import Foundation
import Orders
import Testing
import Wire

@testable import Fulfilment

/// What is read of a message, and what is kept of one that is no order.
struct QueueDoorLetterTests {
    /// A letter whose readable orders have all been answered like this.
    private func letter(_ body: String, id: String = "m-1", answers: [Answer] = []) -> QueueDoor.Letter {
        var letter = QueueDoor.Letter(QueueMessage(id: id, receipt: "r", body: body))
        var tally: [Answer.Outcome: Int] = [:]
        letter.take(answers[...], counting: &tally)
        return letter
    }

    /// A body that is told by its beginning where a test is named.
    struct Body: Sendable, CustomTestStringConvertible {
        var text: String
        /// The end of the name under which it is kept.
        var ending: String

        init(_ text: String, _ ending: String) {
            self.text = text
            self.ending = ending
        }

        var testDescription: String { String(text.prefix(20)) }
    }

    @Test(arguments: [
        Body("", ".failed.txt"), Body("hello", ".failed.txt"), Body("https://example.org/order.json", ".failed.txt"),
        Body("file:///etc/passwd", ".failed.txt"), Body("null", ".failed.txt"), Body("{\"name\": ", ".failed.json"),
        Body("[]", ".failed.json"),
        Body(String(repeating: "[", count: 100_000), ".failed.json"),
        Body(String(repeating: "{\"a\":", count: 40_000), ".failed.json"),
        Body(String(repeating: "x", count: 300_000), ".failed.txt"),
    ])
    func `keeps what can't be read as it came, with a reason`(body: Body) {
        let letter = letter(body.text)
        #expect(letter.deliveries.isEmpty)
        #expect(letter.mustBeKept)
        #expect(letter.keptText == Array(body.text.utf8))
        #expect(letter.keptName == "sqs-m-1" + body.ending)
        #expect(letter.reasonText.count > 10 && letter.reasonText.count < 2_000)
        #expect(["can't be read as orders", "larger than 256 KiB"].contains(letter.shortReason))
    }

    @Test func `says what helps against a notification of SNS`() {
        let body = #"{"Type": "Notification", "TopicArn": "arn:aws:sns:x", "Message": "{\"name\": \"x\"}"}"#
        let letter = letter(body, answers: [Answer(outcome: .rejected)])
        #expect(letter.mustBeKept)
        #expect(letter.reasonText.contains("turn on raw message delivery"))
        #expect(letter.shortReason.hasSuffix("SNS without raw message delivery"))
    }

    @Test func `keeps of an array the failed orders alone, each with what is wrong`() throws {
        let body = "[\(lines(1...1)),\(lines(2...2))]"
        let problem = Problem(field: "postcode", problem: "is no postcode", hint: nil)
        let letter = letter(
            body, answers: [Answer(outcome: .accepted), Answer(outcome: .rejected, problems: [problem])])
        let kept = try JSONSerialization.jsonObject(with: Data(letter.keptText)) as? [[String: Any]]
        #expect(kept?.count == 1)
        #expect(kept?.first?["problem"] as? String == "postcode: is no postcode")
        #expect(kept?.first?["id"] as? String == "web-2")
        #expect(letter.shortReason == "1 of 2 orders rejected: postcode")
        #expect(letter.reasonText.contains("order 2, postcode: is no postcode"))
    }

    @Test func `a short reason names none of the sender's own words`() {
        let problem = Problem(field: "Aisha Khan", problem: "is no field", hint: nil)
        let letter = letter(lines(1...1), answers: [Answer(outcome: .rejected, problems: [problem])])
        #expect(letter.shortReason == "1 of 1 orders rejected: other")
    }

    @Test func `keeps the whole message where an array never closes, though its orders were good`() {
        let body = "[\(lines(1...1))"
        let letter = letter(body, answers: [Answer(outcome: .accepted)])
        #expect(letter.mustBeKept)
        #expect(String(decoding: letter.keptText, as: UTF8.self) == body)
        #expect(letter.shortReason.contains("the order as a whole"))
    }

    @Test func `numbers the orders of a message only if there are several`() {
        #expect(letter(lines(1...1)).deliveries.map(\.source) == [Source(door: .sqs, origin: "m-1", row: nil)])
        #expect(letter(lines(1...2)).deliveries.map(\.source.row) == [1, 2])
    }

    @Test func `an id that is no file name becomes one, and stays another than its like`() {
        let plain = "0a1b2c3d-1111-2222-3333-444455556666"
        #expect(QueueDoor.Letter.fileName(of: plain) == plain)
        let odd = ["", "../../etc/passwd", "..", "a/b", "a.b", "a\nb", String(repeating: "x", count: 400), "é"]
        let names = odd.map(QueueDoor.Letter.fileName(of:))
        #expect(Set(names).count == odd.count)
        #expect(names.allSatisfy { $0.utf8.count <= 60 && !$0.contains("/") && !$0.contains(".") && !$0.isEmpty })
    }
}
