import Orders
import Testing

@Suite struct LifecycleTests {
    /// "held → accepted", for each legal change.
    private func arrows<State: Lifecycle>(_: State.Type) -> Set<String> {
        Set(State.allCases.flatMap { from in from.next.map { "\(from.rawValue) → \($0.rawValue)" } })
    }

    @Test func `orders change their state only as the design says`() {
        #expect(
            arrows(OrderState.self) == [
                "held → accepted", "held → backordered", "held → cancelled",
                "backordered → accepted", "backordered → held", "backordered → cancelled",
                "accepted → batched", "accepted → held", "accepted → backordered", "accepted → cancelled",
                "batched → dispatched", "batched → accepted", "batched → held", "batched → cancelled",
                "dispatched → returned", "dispatched → batched",
            ])
        #expect(OrderState.initial == [.accepted, .held, .backordered])
    }

    @Test func `batches change their state only as the design says`() {
        #expect(
            arrows(BatchState.self) == [
                "closed → printed", "printed → dispatched", "closed → dispatched", "closed → reopened",
                // Undone within the grace: back to what it was.
                "dispatched → closed", "dispatched → printed",
            ])
    }

    @Test func `mails change their state only as the design says`() {
        #expect(arrows(MailState.self) == ["queued → sent", "queued → failed", "queued → cancelled"])
    }

    @Test func `nothing stays as it is by changing`() {
        #expect(OrderState.allCases.allSatisfy { !$0.may(become: $0) })
        #expect(OrderState.held.may(become: .accepted))
        #expect(!OrderState.cancelled.may(become: .accepted))
    }
}
