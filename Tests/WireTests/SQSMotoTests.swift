import Foundation
import TestSupport
import Testing
import Wire

/// Against moto, which imitates Amazon's own service.
struct SQSMotoTests {
    @Test func `sends, receives, keeps hidden and deletes`() throws {
        let moto = try Moto.shared.get()
        let url = try moto.makeQueue()
        let connection = try SQSConnection(url)
        let text = "{\"note\": \"Siân & 𝒳 \\\"quoted\\\"\n\u{FEFF}\"}"

        let id = try connection.send(text, attributes: ["reason": "postcode"])
        let messages = try connection.receive(wait: 1, visibility: 60)

        #expect(messages.map(\.id) == [id])
        #expect(messages.map(\.body) == [text])
        #expect(messages.map(\.receiveCount) == [1])
        #expect(try connection.receive(wait: 0) == [])
        let receipts = messages.map(\.receipt)
        #expect(try connection.extend(receipts, by: 0) == [], "and so it is visible again")
        let again = try connection.receive(wait: 1)
        #expect(again.map(\.receiveCount) == [2])
        #expect(try connection.delete(again.map(\.receipt)) == [])
        #expect(try moto.count(in: url) == 0)
    }

    @Test func `tells which receipts the queue doesn't know`() throws {
        let connection = try SQSConnection(Moto.shared.get().makeQueue())
        #expect(try connection.extend(["no such receipt"], by: 30) == ["no such receipt"])
    }

    @Test func `takes a body of 256 KiB`() throws {
        let connection = try SQSConnection(Moto.shared.get().makeQueue())
        let body = String(repeating: "x", count: SQSConnection.longestBody)
        try connection.send(body)
        #expect(try connection.receive(wait: 1).map(\.body) == [body])
    }

    @Test func `says that a queue isn't there`() throws {
        let url = try Moto.shared.get().makeQueue()
        let connection = try SQSConnection(url + "-not")
        let problem = #expect(throws: SQSProblem.self) { try connection.receive() }
        #expect(problem?.kind == .noSuchQueue)
    }

    @Test func `signs as the service wants it, and says so where the secret is wrong`() throws {
        let moto = try Moto(freeCalls: 4)
        let url = try moto.makeQueue()
        let keys = try moto.makeUser()

        let connection = try SQSConnection(url, keys: keys)
        try connection.send("one")
        #expect(try connection.receive(wait: 1).map(\.body) == ["one"])

        let wrong = try SQSConnection(url, keys: keys + "x")
        #expect(throws: SQSProblem.self) { try wrong.receive() }.map { #expect($0.kind == .credentials) }
        let unknown = try SQSConnection(url, keys: "AKIDEXAMPLE\nsecret")
        #expect(throws: SQSProblem.self) { try unknown.receive() }.map { #expect($0.kind == .credentials) }
    }
}

extension Moto {
    /// Makes a user who may do everything with queues, in three calls.
    ///
    /// - Returns: the text of a credentials file.
    fileprivate func makeUser() throws -> String {
        let policy = #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}"#
        _ = try iam(["Action": "CreateUser", "UserName": "orders"])
        _ = try iam([
            "Action": "PutUserPolicy", "UserName": "orders", "PolicyName": "queues", "PolicyDocument": policy,
        ])
        let answer = try iam(["Action": "CreateAccessKey", "UserName": "orders"])
        return try ["AccessKeyId", "SecretAccessKey"].map { tag in
            let start = try #require(answer.range(of: "<\(tag)>")).upperBound
            let end = try #require(answer.range(of: "</\(tag)>")).lowerBound
            return String(answer[start..<end])
        }.joined(separator: "\n")
    }

    private func iam(_ fields: [String: String]) throws -> String {
        let form = fields.merging(["Version": "2010-05-08"]) { $1 }.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }
        let answer = try post(
            Data(form.joined(separator: "&").utf8), ["Content-Type: application/x-www-form-urlencoded"], service: "iam")
        return String(decoding: answer, as: UTF8.self)
    }
}
