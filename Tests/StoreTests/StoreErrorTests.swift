import Orders
import Testing

@testable import Store

@Suite struct StoreErrorTests {
    private static let one = Reference(number: 1)
    private static let two = Reference(number: 2)
    private static let batch = BatchID(date: LocalDate(dayNumber: 20_804), number: 1)

    @Test(arguments: [
        (StoreError.changedMeanwhile(one), "\(one) was changed meanwhile by somebody else", "look at it again"),
        (.notInBatch(one, batch), "\(one) isn't in batch 2026-12-17-1", "handbill batch show 2026-12-17-1"),
        (
            .partlyPosted(batch, orders: 1), "1 of the orders of batch 2026-12-17-1 is posted",
            "handbill dispatch 2026-12-17-1 --undo"
        ),
        (
            .partlyPosted(batch, orders: 2), "2 of the orders of batch 2026-12-17-1 are posted",
            "handbill dispatch 2026-12-17-1 --undo"
        ),
        (
            .nothingToUndo(batch), "nothing of batch 2026-12-17-1 can be taken back from the post any more",
            "handbill order return"
        ),
        (.tooLateToUndo(one), "\(one) can't be taken back from the post any more", "handbill order return"),
        (.sentAgain(one, as: two), "\(one) was sent again as \(two)", "handbill order show \(two)"),
        (.notWhole(one, missing: ["name"]), "\(one) isn't whole: name is missing", "amend \(one) name=…"),
        (
            .notWhole(one, missing: ["name", "town", "items"]), "\(one) isn't whole: name, town and items are missing",
            "amend \(one) name=… town=… items=…"
        ),
        (.requestKeyUsed, "this key was used for another request", "a key of its own"),
        (.tokenExists("shop"), "there is a token shop already", "handbill token revoke shop"),
        (.noSuchToken("shop"), "no token shop is in force", "handbill token list"),
        (.noMailAddress(one), "\(one) has no e-mail address", "handbill mail again \(one) --to"),
    ])
    func `a refusal says what is, and what would be right`(error: StoreError, text: String, hint: String) throws {
        #expect("\(error)" == text)
        #expect(try #require(error.hint).contains(hint))
        #expect(!error.mayPass, "doing the very same again would be refused again")
    }
}
