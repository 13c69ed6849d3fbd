import Orders
import Testing

@Suite struct DispatchPlanTests {
    /// Eight packets: 5 and 6 are one order, 7 was pulled, 8 is posted; the supporter of 2 isn't written to.
    private static let packets: [BatchPacket] = [
        packet(1), packet(2, isTold: false), packet(3), packet(4),
        packet(5, part: 1, of: 2, order: 5), packet(6, part: 2, of: 2, order: 5),
        packet(7, state: .accepted, isPulled: true), packet(8, state: .dispatched, dispatchedAt: 1_800_000_000),
    ]

    private static func packet(
        _ number: Int, part: Int = 1, of: Int = 1, order: Int? = nil, state: OrderState = .batched,
        isPulled: Bool = false, isTold: Bool = true, addressee: Int? = nil, dispatchedAt: Int64? = nil
    ) -> BatchPacket {
        BatchPacket(
            sequence: number, part: part, of: of, bundle: "M", reference: reference(order ?? number), state: state,
            isPulled: isPulled, addressee: isTold ? addressee ?? order ?? number : nil, dispatchedAt: dispatchedAt)
    }

    private static func reference(_ number: Int) -> Reference {
        Reference(number: UInt64(number) * 7_654_321)
    }

    private func plan(
        _ only: String? = nil, except: String? = nil, from state: OrderState = .batched,
        of packets: [BatchPacket] = packets
    ) throws -> DispatchPlan {
        try DispatchPlan(
            packets: packets, only: only.map { try PacketSelection(reading: $0) },
            except: except.map { try PacketSelection(reading: $0) }, from: state)
    }

    private func problems(_ only: String? = nil, except: String? = nil) -> [String] {
        do {
            _ = try plan(only, except: except)
            return []
        } catch let error as SelectionProblems {
            return error.problems.map { "\($0.field): \($0.problem); \($0.hint ?? "–")" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `marks what is still in the batch, in the order of the numbers`() throws {
        let plan = try plan(of: Self.packets.reversed())
        #expect(plan.orders == [1, 2, 3, 4, 5].map(Self.reference))
        #expect(plan.packets == 6)
        #expect(plan.told == 4)
        #expect(plan.excepted.isEmpty && plan.alsoExcepted.isEmpty && plan.skipped.isEmpty && plan.remarks.isEmpty)
    }

    @Test(arguments: [
        ("1-4", [1, 2, 3, 4], 4, [5, 6]), ("5,6", [5], 2, [1, 2, 3, 4]), ("3,1,3,1-2", [1, 2, 3], 3, [4, 5, 6]),
        ("5-8", [5], 2, [1, 2, 3, 4]),
    ])
    func `marks only what is named`(list: String, orders: [Int], packets: Int, left: [Int]) throws {
        let plan = try plan(list)
        #expect(plan.orders == orders.map(Self.reference))
        #expect(plan.packets == packets)
        #expect(plan.excepted == left)
    }

    @Test func `a reference names all packets of its order`() throws {
        let plan = try plan("\(Self.reference(5)),1")
        #expect(plan.orders == [1, 5].map(Self.reference))
        #expect(plan.packets == 3)
    }

    @Test(arguments: [
        ("1", [2, 3, 4, 5], [1], []), ("5", [1, 2, 3, 4], [5, 6], [6]), ("6", [1, 2, 3, 4], [5, 6], [5]),
        ("5,6", [1, 2, 3, 4], [5, 6], []), ("2-4", [1, 5], [2, 3, 4], []), ("7", [1, 2, 3, 4, 5], [], []),
        ("8", [1, 2, 3, 4, 5], [], []), ("1-8", [], [1, 2, 3, 4, 5, 6], []),
    ])
    func `leaves what is excepted, its order whole`(list: String, orders: [Int], left: [Int], also: [Int]) throws {
        let plan = try plan(except: list)
        #expect(plan.orders == orders.map(Self.reference))
        #expect(plan.excepted == left)
        #expect(plan.alsoExcepted == also)
        #expect(plan.remarks == also.map { "\($0) stays as well: orders go whole" })
    }

    @Test func `an exception by reference is one of all its packets`() throws {
        let plan = try plan(except: "\(Self.reference(5))")
        #expect(plan.excepted == [5, 6])
        #expect(plan.alsoExcepted.isEmpty)
    }

    @Test func `exceptions are taken from what is named`() throws {
        let plan = try plan("1-5", except: "2,5")
        #expect(plan.orders == [1, 3, 4].map(Self.reference))
        #expect(plan.excepted == [2, 5, 6])
        #expect(plan.alsoExcepted.isEmpty)
        #expect(try self.plan("1-6", except: "5").alsoExcepted == [6])
    }

    @Test func `ranges skip what isn't there any more, and say so`() throws {
        let plan = try plan("3-8")
        #expect(plan.orders == [3, 4, 5].map(Self.reference))
        #expect(plan.skipped.map(\.sequence) == [7, 8])
        #expect(plan.remarks == ["pulled out of the batch, not to be posted: 7", "posted already: 8"])
    }

    @Test func `what is posted already may be named again`() throws {
        let plan = try plan("8,1")
        #expect(plan.orders == [Self.reference(1)])
        #expect(plan.skipped.map(\.sequence) == [8])
        #expect(try self.plan("8").orders.isEmpty)
    }

    @Test(arguments: ["7", "1-8,7", "\(reference(7))"])
    func `what was pulled can't be named by itself`(list: String) {
        #expect(
            problems(list) == [
                "only: number 7 was pulled out of the batch; don't post it, and leave it out of the list"
            ])
    }

    @Test(arguments: [("5", 5, 1, 6), ("6", 6, 2, 5), ("1-5", 5, 1, 6), ("6-8", 6, 2, 5)])
    func `one part of an order can't go without the other`(list: String, named: Int, part: Int, other: Int) {
        #expect(
            problems(list) == [
                "only: \(named) is part \(part) of 2 of \(Self.reference(5)); "
                    + "its other packet is \(other): name both or neither"
            ])
        #expect(problems("1-4", except: "5").isEmpty)
    }

    @Test func `of three parts it names those that lack`() throws {
        let packets = (1...3).map { Self.packet($0, part: $0, of: 3, order: 1) }
        let error = #expect(throws: SelectionProblems.self) { try plan("2", of: packets) }
        #expect(error?.problems.first?.problem == "2 is part 2 of 3 of \(Self.reference(1))")
        #expect(error?.problems.first?.hint == "its other packets are 1, 3: name all of them or none")
    }

    @Test(arguments: [
        ("9", "there is no number 9; the batch has 1 to 8"), ("0", "there is no number 0; the batch has 1 to 8"),
        ("1-250", "1-250: there is no number 250; the batch has 1 to 8; did you mean 1-8?"),
        ("0-4", "0-4: there is no number 0; the batch has 1 to 8; did you mean 1-4?"),
        ("90-9999999", "90-9999999: there is no number 9999999; the batch has 1 to 8"),
    ])
    func `a number outside the batch is a problem, in either list`(list: String, problem: String) {
        #expect(problems(list) == ["only: \(problem)"])
        #expect(problems(except: list) == ["except: \(problem)"])
    }

    @Test func `a reference of another batch is a problem`() {
        let other = Self.reference(99)
        #expect(
            problems("\(other)") == [
                "only: \(other) isn't in this batch; handbill order show \(other) says where it is"
            ])
    }

    @Test func `a misread reference is likely one of the batch`() throws {
        let meant = Self.reference(3)
        var characters = Array(meant.characters)
        for place in characters.indices {
            let right = characters[place]
            characters[place] = right == "7" ? "8" : "7"
            let misread = String(characters)
            characters[place] = right
            #expect(
                problems("HB-\(misread)") == [
                    "only: “HB-\(misread)” is no reference: its check character doesn't fit; did you mean \(meant)?"
                ])
        }
    }

    @Test func `a misread reference that is like none of the batch says so`() {
        var characters = Array(Self.reference(99).characters)
        characters[7] = characters[7] == "7" ? "8" : "7"
        let problem = problems(except: "HB-\(String(characters))").first
        #expect(problem?.hasPrefix("except: ") == true)
        #expect(problem?.hasSuffix("? Nothing like it is in this batch") == true)
    }

    @Test func `says everything that is wrong in both lists at once`() {
        #expect(
            problems("9,7,5", except: "0").map { $0.prefix(16) } == [
                "only: there is n", "except: there is", "only: number 7 w", "only: 5 is part ",
            ])
    }

    @Test func `orders that share a packet go and stay together`() throws {
        let packets = [
            Self.packet(1, order: 1), Self.packet(1, order: 2), Self.packet(2, part: 2, of: 2, order: 2),
            Self.packet(3),
        ]
        #expect(try plan(except: "\(Self.reference(1))", of: packets).orders == [Self.reference(3)])
        #expect(try plan(except: "2", of: packets).alsoExcepted == [1])
        let plan = try plan("1,2", of: packets)
        #expect(plan.orders == [1, 2].map(Self.reference))
        #expect(plan.packets == 2)
        #expect(throws: SelectionProblems.self) { try self.plan("1", of: packets) }
    }

    @Test func `people are counted, not their orders`() throws {
        let packets = [
            Self.packet(1, addressee: 7), Self.packet(2, addressee: 7), Self.packet(3, addressee: 8),
            Self.packet(4, isTold: false),
        ]
        #expect(try plan(of: packets).told == 2)
        #expect(try plan("2,4", of: packets).told == 1)
        #expect(packets.packets == 4 && packets.told == 2)
    }

    @Test func `who names one of the orders in a packet means all of them, and is told`() throws {
        let packets = [Self.packet(1, order: 1), Self.packet(1, order: 2), Self.packet(2, order: 3)]
        let remark = "1 carries \(Self.reference(2)) as well: packets go whole"
        let plan = try plan("\(Self.reference(1))", of: packets)
        #expect(plan.orders == [1, 2].map(Self.reference))
        #expect(plan.packets == 1)
        #expect(plan.remarks == [remark])
        #expect(try self.plan(except: "\(Self.reference(1))", of: packets).remarks == [remark])
        #expect(try self.plan("1", of: packets).remarks.isEmpty)
        #expect(try self.plan("\(Self.reference(1)),1", of: packets).remarks.isEmpty)
        #expect(try self.plan("\(Self.reference(1)),\(Self.reference(2))", of: packets).remarks.isEmpty)
    }

    @Test func `a packet goes without the order that was pulled out of it`() throws {
        let packets = [
            Self.packet(1, order: 1), Self.packet(1, order: 2, state: .cancelled, isPulled: true),
            Self.packet(2, order: 3),
        ]
        let remark = "1 goes without \(Self.reference(2)), which was pulled out of the batch"
        for list in [nil, "1", "1-2"] {
            let plan = try plan(list, of: packets)
            #expect(plan.orders.first == Self.reference(1) && !plan.orders.contains(Self.reference(2)))
            #expect(plan.remarks == [remark])
            #expect(plan.skipped.isEmpty)
        }
        let error = #expect(throws: SelectionProblems.self) { try plan("\(Self.reference(2))", of: packets) }
        #expect(error?.problems.map(\.problem) == ["\(Self.reference(2)) was pulled out of packet 1"])
        #expect(error?.problems.first?.hint == "take it out and name the number, 1, to post what else is in it")
    }

    @Test func `what was marked is chosen in the same words to take it back`() throws {
        #expect(try plan(from: .dispatched).orders == [Self.reference(8)])
        let plan = try plan("3-8", from: .dispatched)
        #expect(plan.orders == [Self.reference(8)])
        #expect(plan.remarks == ["pulled out of the batch, not to be posted: 7", "not posted yet: 3-6"])
    }

    @Test func `what came back isn't marked again`() throws {
        let packets = [Self.packet(1), Self.packet(2, state: .returned, dispatchedAt: 1_800_000_000)]
        let plan = try plan("1-2", of: packets)
        #expect(plan.orders == [Self.reference(1)])
        #expect(plan.remarks == ["came back already: 2"])
    }

    @Test func `what was pulled isn't marked, though it is in another batch by now`() throws {
        let packets = [Self.packet(1), Self.packet(2, isPulled: true)]
        #expect(try plan(of: packets).orders == [Self.reference(1)])
        #expect(try plan("1-2", of: packets).skipped.map(\.sequence) == [2])
    }

    @Test func `a batch without packets has nothing to name`() throws {
        #expect(try plan(of: []).orders.isEmpty)
        #expect(throws: SelectionProblems.self) { try plan("1", of: []) }
    }
}
