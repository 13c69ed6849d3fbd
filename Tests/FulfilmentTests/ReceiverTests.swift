import Orders
import Store
import Testing

@testable import Fulfilment

@Suite struct ReceiverTests {
    private let sender = Receiver.Sender(producer: "default", who: "test")

    private func delivery(_ submission: Submission) -> Receiver.Delivery {
        Receiver.Delivery(submission: submission, source: Source(door: .submit, origin: "test", row: 1), original: "")
    }

    @Test func `every chunk is judged by its own day`() async throws {
        let workshop = try Workshop()
        let item = Item(
            sku: "leaflet-1", title: "First leaflet", pack: 25, maximum: 1000,
            ships: .from(LocalDate(dayNumber: workshop.clock.today.dayNumber + 1)))
        let receiver = workshop.receiver(of: Catalogue(items: [item]))

        #expect(receiver.examine([delivery(.fixture())], from: sender).map(\.verdict.waits) == [true])
        workshop.time.advance(by: 86_400)
        #expect(receiver.examine([delivery(.fixture())], from: sender).map(\.verdict.waits) == [false])
    }

    @Test func `what came without an id is taken for new once it is forgotten`() async throws {
        let workshop = try Workshop()
        let receiver = workshop.receiver

        func take() async throws -> [Answer.Outcome] {
            let arrivals = receiver.examine([delivery(.fixture())], from: sender)
            let said = try await receiver.check(receiver.prepare(arrivals)).map(\.outcome)
            let done = try await receiver.accept(receiver.prepare(arrivals), from: sender).map(\.outcome)
            #expect(said == done)
            return done
        }

        #expect(try await take() == [.accepted])
        workshop.time.advance(by: 90 * 86_400 - 1)
        #expect(try await take() == [.duplicate])
        workshop.time.advance(by: 1)
        #expect(try await take() == [.accepted])
    }
}

@Suite struct RecordingTests {
    @Test(arguments: [StoreError.busy, .diskFull])
    func `what can't be recorded now is tried until it can be`(error: StoreError) throws {
        var tries = 0
        var pauses = 0
        let answer = try Mailer.persistently(for: .seconds(3600), pause: { pauses += 1 }) {
            tries += 1
            if tries < 4 { throw error }
            return tries
        }
        #expect(answer == 4)
        #expect(pauses == 3)
    }

    @Test func `patience has an end`() {
        #expect(throws: StoreError.diskFull) {
            try Mailer.persistently(for: .zero, pause: {}) { throw StoreError.diskFull }
        }
    }

    @Test func `what doesn't pass by itself isn't tried again`() {
        var tries = 0
        #expect(throws: StoreError.ownerGone) {
            try Mailer.persistently(for: .seconds(3600), pause: {}) {
                tries += 1
                throw StoreError.ownerGone
            }
        }
        #expect(tries == 1)
    }
}
