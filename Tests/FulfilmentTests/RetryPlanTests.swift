import Testing

@testable import Fulfilment

@Suite struct RetryPlanTests {
    @Test func `pauses grow and never shrink`() throws {
        let plan = RetryPlan(chance: { 0 })
        let pauses = try (1...10).map { try #require(plan.next(afterAttempts: $0, owedSince: 0, now: 0)) }
        #expect(pauses == pauses.sorted())
        #expect(pauses.first == 60)
        #expect(pauses.last == 14_400)
    }

    @Test func `chance makes a pause up to a fifth longer`() {
        let latest = RetryPlan(chance: { 0.999_999 }).next(afterAttempts: 5, owedSince: 0, now: 0)
        #expect(latest.map { (3600...4320).contains($0) && $0 > 4300 } == true)
    }

    @Test func `ends five days after the mail became owed`() {
        let plan = RetryPlan(chance: { 0 })
        let fiveDays: Int64 = 5 * 86_400
        #expect(plan.next(afterAttempts: 7, owedSince: 0, now: fiveDays - 4 * 3600) == fiveDays)
        #expect(plan.next(afterAttempts: 7, owedSince: 0, now: fiveDays - 4 * 3600 + 1) == nil)
    }
}
