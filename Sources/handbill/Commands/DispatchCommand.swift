import ArgumentParser
import Fulfilment
import Orders
import Settings
import Store

struct DispatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispatch", abstract: "Say which packets of a batch were posted.",
        discussion: """
            Marks what is still in the batch and wasn't excepted. Supporters are written to once dispatch.grace has \
            passed; until then --undo takes it back. Excepted packets stay in the batch, and 'handbill today' asks \
            for them until somebody decides.

            --scan reads references from a scanner (one that types, like a keyboard), a line each, and says yes or no to \
            each; at the end it marks what was scanned, and nothing else. What was scanned outlives this command: \
            interrupted, it goes on where it was. Type a number instead of scanning; 'undo' takes the last one back; \
            an empty line shows what is missing; 'end' ends it.

            LIST is numbers, ranges and references: 1-120,133,HB-7K3M9QZX.

            Examples:
              handbill dispatch latest
              handbill dispatch latest --except 17,203
              handbill dispatch 2026-12-17-1 --only 1-120 --yes
              handbill dispatch latest --scan
              handbill dispatch latest --undo
            """)
    @OptionGroup var common: CommonOptions
    @Argument(help: "The batch, or 'latest'.") var id: String
    @Option(name: .long, help: ArgumentHelp("Only these packets.", valueName: "list")) var only: String?
    @Option(name: .long, help: ArgumentHelp("All but these packets.", valueName: "list")) var except: String?
    @Flag(name: .long, help: "Mark what is scanned: references on standard input, a line each.") var scan = false
    @Flag(name: .long, help: "Take back what was marked a short while ago.") var undo = false
    @Flag(name: .long, help: "Don't ask.") var yes = false
    @Flag(name: .long, help: "Print one JSON document; with --scan one a line: each answer, then what was marked.")
    var json =
        false

    func validate() throws {
        if undo, except != nil { throw ValidationError("--undo takes back what --only names, or all of it") }
        if scan, undo || only != nil || except != nil {
            throw ValidationError("--scan marks what is scanned: leave --only, --except and --undo out")
        }
    }

    func run() async throws {
        let only = try read(only, "only")
        let except = try read(except, "except")
        let house = try House(common)
        let store = try house.openStore()
        let batch = try await findBatch(id, in: store)
        let dispatcher = house.dispatcher(store)
        if scan {
            try await scan(batch, store, dispatcher, house)
        } else if undo {
            try await takeBack(only, batch, store, dispatcher, house)
        } else {
            try expectOpen(batch)
            let plan = try await dispatcher.plan(batch.id, only: only, except: except)
            try await mark(plan, batch, dispatcher, house)
        }
    }

    private func read(_ list: String?, _ option: String) throws -> PacketSelection? {
        do {
            return try list.map { try PacketSelection(reading: $0) }
        } catch let error as SelectionProblems {
            let problems = error.problems.prefix(10).map(\.sentence)
            throw Failure(.usage, problems.map { "--\(option): \($0)" }.joined(separator: "\n  "))
        }
    }

    /// - Throws: `StoreError.stateForbids` for a batch of which nothing can be marked any more.
    func expectOpen(_ batch: BatchRecord) throws {
        guard batch.state == .closed || batch.state == .printed else {
            throw StoreError.stateForbids(
                subject: "batch \(batch.id)", state: batch.state.rawValue, wanted: BatchState.dispatched.rawValue)
        }
    }

    /// Asks, and marks.
    func mark(_ plan: DispatchPlan, _ batch: BatchRecord, _ dispatcher: Dispatcher, _ house: House) async throws {
        for remark in plan.remarks { StandardError.line(remark) }
        guard !plan.orders.isEmpty else {
            throw Failure(.data, "nothing is left to mark", hint: "handbill batch show \(batch.id)")
        }
        let unprinted = batch.state == .closed ? "Nobody has said that \(batch.id) was printed. " : ""
        let left = plan.excepted.isEmpty ? "" : ", leaving \(plan.excepted.ranges)"
        try Question.ask(
            "\(unprinted)Batch \(batch.id)\(left): Mark \(plan.packets) as posted and write to \(plan.told == 1 ? "1 person" : "\(plan.told) people")?",
            yes: yes)
        if batch.state == .closed, yes { StandardError.line("warning: nobody has said that \(batch.id) was printed") }
        let (record, list) = try await dispatcher.dispatch(plan, of: batch.id, who: house.who)
        try report(
            Summary(
                id: record.id.description, state: record.state.rawValue, packets: plan.packets,
                orders: plan.orders.map(\.description), told: plan.told, left: plan.excepted))
        StandardError.line("marked \(plan.packets.of("packet")) as posted; \(record.id) is \(record.state.rawValue)")
        if !plan.excepted.isEmpty {
            StandardError.line("still in the batch: \(plan.excepted.ranges)")
        }
        let grace = house.settings.dispatch.grace.components.seconds
        if grace > 0 {
            let end = house.timeOfDay(at: house.clock.now + grace)
            StandardError.line("to take it back, until \(end): handbill dispatch \(record.id) --undo")
        }
        warn(of: list, record.id)
    }

    private func takeBack(
        _ only: PacketSelection?, _ batch: BatchRecord, _ store: Store, _ dispatcher: Dispatcher, _ house: House
    ) async throws {
        let plan = try await dispatcher.planUndoing(only, of: batch.id)
        let orders = plan?.orders
        for remark in plan?.remarksOnSharing ?? [] { StandardError.line(remark) }
        if orders?.isEmpty == true {
            throw Failure(.data, "--only: none of these is posted", hint: "handbill batch show \(batch.id)")
        }
        let count = orders.map { $0.count.of("order") } ?? "what was just marked"
        try Question.ask("Take back \(count) of \(batch.id)?", yes: yes, isNeeded: false)
        let undone = try await dispatcher.undo(orders, of: batch.id, who: house.who)
        let back = Set(undone.orders)
        let packets = try await store.packets(of: batch.id)
        let taken = packets.filter { back.contains($0.reference) && !$0.isPulled }
        try report(
            Summary(
                id: undone.record.id.description, state: undone.record.state.rawValue, packets: taken.packets,
                orders: undone.orders.map(\.description), told: taken.told,
                left: PackingCheck(packets: packets).missing))
        StandardError.line(
            "took back \(undone.orders.count.of("order")); \(undone.record.id) is \(undone.record.state.rawValue)")
        warn(of: undone.list, undone.record.id)
    }

    /// What was marked is marked, whether or not its list could be written.
    private func warn(of list: Dispatcher.Listing, _ batch: BatchID) {
        guard case .failed(let problem) = list else { return }
        StandardError.line("warning: dispatched.csv is not up to date: \(problem)")
        StandardError.line("  to make it anew: handbill print \(batch) --document dispatched")
    }

    /// What was marked, or taken back.
    private struct Summary: Encodable {
        var id: String
        var state: String
        var packets: Int
        var orders: [String]
        /// The people who are written to; after an undo those who aren't.
        var told: Int
        /// The numbers that are in the batch and not posted.
        var left: [Int]
    }

    private func report(_ summary: Summary) throws {
        guard json else { return }
        try scan ? JSONOutput.writeLine(summary) : JSONOutput.write(summary)
    }
}
