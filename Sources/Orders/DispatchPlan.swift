/// Which orders of a batch are marked as posted, or taken back, and which packets stay as they are.
///
/// Orders go whole: a packet that carries a part of one goes with the others, or stays with them. So do packets: who
/// names one of the orders that share a packet means all of them. Making a plan changes
/// nothing; it is what the question before the deed is asked with.
public struct DispatchPlan: Sendable, Hashable {
    /// The orders to mark, by their first number.
    public let orders: [Reference]
    /// How many packets carry them.
    public let packets: Int
    /// How many people are written to: whoever has several of the orders counts once.
    public let told: Int
    /// The numbers that could be marked but stay as they are.
    public let excepted: [Int]
    /// Those of them that weren't named: they belong to an order of which another packet was excepted.
    public let alsoExcepted: [Int]
    /// What was chosen but isn't there to be marked: posted already, come back, or pulled out of the batch.
    public let skipped: [BatchPacket]
    /// Orders that are meant although another one was named: they share its packet.
    public let sharing: [BatchPacket]
    /// Orders that were pulled out of packets which go all the same.
    public let without: [BatchPacket]
    /// The state from which orders are marked.
    let state: OrderState

    /// Plans what to mark.
    ///
    /// - Parameters:
    ///   - packets: All packets of the batch.
    ///   - only: The packets to mark; nil for all.
    ///   - except: The packets to leave as they are; a packet's whole order is left.
    ///   - state: The state of the orders to mark: `batched`, or `dispatched` for taking back what was marked.
    /// - Throws: `SelectionProblems`: a number or reference that the batch doesn't have, one that was pulled but is
    ///   named by itself in `only`, an order of which `only` has some packets but not all.
    public init(
        packets: [BatchPacket], only: PacketSelection? = nil, except: PacketSelection? = nil,
        from state: OrderState = .batched
    ) throws(SelectionProblems) {
        let packets = packets.sorted { $0.sequence < $1.sequence }
        let marked = packets.filter { $0.state == state && !$0.isPulled }
        let chosen = only?.chosen(from: packets, option: "only")
        let left = except?.chosen(from: packets, option: "except")
        var problems = (chosen?.problems ?? []) + (left?.problems ?? [])
        problems += Self.pulled(among: chosen?.singly ?? [], of: packets)

        let excepted = Self.orders(touching: left?.numbers ?? [], of: marked)
        let going = marked.filter {
            !excepted.contains($0.reference) && chosen?.numbers.contains($0.sequence) != false
        }
        problems += Self.torn(going, from: marked)
        guard problems.isEmpty else { throw SelectionProblems(problems: problems) }

        let numbers = Set(going.map(\.sequence))
        self.state = state
        orders = going.map(\.reference).uniqued
        self.packets = numbers.count
        told = going.told
        self.excepted = marked.map(\.sequence).uniqued.filter { !numbers.contains($0) }
        alsoExcepted = marked.filter { excepted.contains($0.reference) }.map(\.sequence).uniqued.filter {
            left?.numbers.contains($0) == false && chosen?.numbers.contains($0) != false
        }
        without = packets.filter { $0.isPulled && numbers.contains($0.sequence) }
        skipped = packets.filter {
            chosen?.numbers.contains($0.sequence) == true && ($0.state != state || $0.isPulled)
                && !($0.isPulled && numbers.contains($0.sequence))
        }
        sharing = [chosen, left].compactMap { $0 }.flatMap { chosen in
            marked.filter { chosen.namesOnlyWhatShares($0) }
        }
    }

    /// What was named by itself and isn't in the batch any more: whoever named it has it in her hand.
    private static func pulled(among singly: [[BatchPacket]], of packets: [BatchPacket]) -> [Problem] {
        let named = singly.filter { $0.allSatisfy(\.isPulled) }.flatMap { $0 }
        let going = Set(packets.filter { !$0.isPulled }.map(\.sequence))
        let out = named.map(\.sequence).uniqued.filter { !going.contains($0) }.map { number in
            Problem(
                field: "only", problem: "number \(number) was pulled out of the batch",
                hint: "don't post it, and leave it out of the list")
        }
        return out
            + named.filter { going.contains($0.sequence) }.uniqued.map { packet in
                Problem(
                    field: "only", problem: "\(packet.reference) was pulled out of packet \(packet.sequence)",
                    hint: "take it out and name the number, \(packet.sequence), to post what else is in it")
            }
    }

    /// The orders with a packet among these numbers, and those that share a packet with one of them.
    private static func orders(touching numbers: Set<Int>, of packets: [BatchPacket]) -> Set<Reference> {
        var numbers = numbers
        var orders: Set<Reference> = []
        while true {
            let touched = packets.filter { numbers.contains($0.sequence) }.map(\.reference)
            guard !orders.isSuperset(of: touched) else { return orders }
            orders.formUnion(touched)
            numbers.formUnion(packets.filter { orders.contains($0.reference) }.map(\.sequence))
        }
    }

    /// Orders of which some packets go and others would stay.
    private static func torn(_ going: [BatchPacket], from packets: [BatchPacket]) -> [Problem] {
        let goes = Set(going.map(\.sequence))
        var staying: [Reference: [Int]] = [:]
        for packet in packets where !goes.contains(packet.sequence) {
            staying[packet.reference, default: []].append(packet.sequence)
        }
        return going.map(\.reference).uniqued.compactMap { reference in
            guard let others = staying[reference],
                let packet = going.first(where: { $0.reference == reference })
            else { return nil }
            let rest = others.count == 1 ? "its other packet is" : "its other packets are"
            let choice = packet.of == 2 ? "name both or neither" : "name all of them or none"
            return Problem(
                field: "only", problem: "\(packet.sequence) is part \(packet.part) of \(packet.of) of \(reference)",
                hint: "\(rest) \(NumberRanges(others).typed): \(choice)")
        }
    }
}

extension [BatchPacket] {
    /// How many packets these are, however many orders they carry.
    public var packets: Int { Set(map(\.sequence)).count }
    /// How many people are written to about them.
    public var told: Int { Set(compactMap(\.addressee)).count }
}
