import Testing

@testable import Fulfilment

@Suite struct RateLimitTests {
    @Test func `takes so many, holds more, and refuses ten times as many`() {
        let limit = RateLimit(limit: 3)
        let verdicts = (0..<35).map { limit.count("a", at: 1_000 + $0) }
        #expect(verdicts[..<3].allSatisfy { $0 == .within })
        #expect(verdicts[3..<30].allSatisfy { $0 == .over })
        #expect(verdicts[30] == .farOver(retryAfter: 3_570))
        #expect(verdicts[34] == .farOver(retryAfter: 3_566))
        #expect(limit.count("b", at: 1_034) == .within)
    }

    @Test func `forgets after the time, whatever was refused meanwhile`() {
        let limit = RateLimit(limit: 1, seconds: 60)
        for _ in 0..<100 { _ = limit.count("a", at: 0) }
        #expect(limit.count("a", at: 59) == .farOver(retryAfter: 1))
        #expect(limit.count("a", at: 60) == .within)
        #expect(limit.count("a", at: 61) == .over)
    }

    @Test func `a limit of 0 is none`() {
        let limit = RateLimit(limit: 0)
        #expect((0..<1_000).allSatisfy { _ in limit.count("a", at: 0) == .within })
        #expect(limit.senders == 0)
    }

    @Test func `what is taken back wasn't counted`() {
        let limit = RateLimit(limit: 1)
        #expect(limit.count("a", at: 0) == .within)
        limit.takeBack("a")
        #expect(limit.senders == 0)
        #expect(limit.count("a", at: 0) == .within)
        #expect(limit.count("a", at: 0) == .over)
        limit.takeBack("nobody")
    }

    @Test func `a clock that is set back prolongs nothing`() {
        let limit = RateLimit(limit: 1, seconds: 60)
        for _ in 0..<11 { _ = limit.count("a", at: 10_000) }
        #expect(limit.count("a", at: 0) == .farOver(retryAfter: 60))
        #expect(limit.count("a", at: 60) == .within)
    }

    @Test func `any number of senders costs no more than so much memory, and the busiest stay known`() {
        let limit = RateLimit(limit: 2, seconds: 60, capacity: 100)
        for _ in 0..<20 { _ = limit.count("busy", at: 0) }
        for number in 0..<10_000 { _ = limit.count("one \(number)", at: 1) }
        #expect(limit.senders <= 100)
        #expect(limit.count("busy", at: 2) == .farOver(retryAfter: 58))
    }

    @Test func `a limit near the largest number doesn't overflow`() {
        #expect(RateLimit(limit: .max).count("a", at: 0) == .within)
    }
}
