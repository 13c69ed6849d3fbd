import Foundation
import TestSupport
import Testing

/// What every door keeps to, with the real program and the real peer in front of it.
struct ConformanceTests {
    @Test(arguments: Door.allCases)
    func `takes an order whole and confirms it`(door: Door) throws {
        let here = try DoorWorld(door)
        try here.serve()
        #expect(try here.bring(OrderForm(), as: "first") != false)
        try here.program.wait { try here.sink.received.count == 1 && here.isEmpty() }
        let order = try #require(try here.orders().first)
        #expect(try here.orders().count == 1)
        #expect(order.state == "accepted")
        #expect(order.source == door.rawValue)
        let shown = try here.world.listing("order", "show", order.reference, as: ShownOrder.self)
        #expect(shown.name == "Aisha Khan")
        #expect(shown.email == "aisha.khan@example.org")
        #expect(shown.address.lines == ["1 Example Street"])
        #expect(shown.address.town == "Manchester")
        #expect(shown.address.postcode == "M9 0SQ")
        #expect(shown.lines == [OrderLine(item: "leaflet-1", quantity: 100)])
        #expect(try here.sink.received[0].text.contains(order.reference))
        try here.stop()
    }

    @Test(arguments: Door.allCases)
    func `makes one order of what is brought twice`(door: Door) throws {
        let here = try DoorWorld(door)
        try here.serve()
        var order = OrderForm()
        order.id = "twice-1"
        for _ in 1...2 {
            #expect(try here.bring(order, as: "same") != false)
            try here.program.wait { try here.isEmpty() && here.orders().count == 1 }
        }
        var other = OrderForm.several(2)[1]
        other.id = "twice-2"
        try here.bring(other, as: "other")
        try here.program.wait { try here.isEmpty() && here.orders().count == 2 }
        #expect(Set(try here.orders().map(\.name)) == [order.name, other.name])
        try here.stop()
    }

    @Test(arguments: Door.allCases)
    func `holds what a person must look at, and says why`(door: Door) throws {
        let here = try DoorWorld(door)
        try here.serve()
        #expect(try here.bring(OrderForm(items: [.init(quantity: 2000)]), as: "large") != false)
        try here.program.wait { try here.isEmpty() && here.orders().count == 1 }
        #expect(try here.orders().map(\.heldBecause) == [["quantity"]])
        try here.program.wait { try here.sink.received.count == 1 }
        #expect(try here.sink.received[0].text.contains("more than we usually send"))
        try here.stop()
    }

    @Test(arguments: Door.allCases)
    func `never makes an order of what is none, and keeps or returns it with the reason`(door: Door) throws {
        let here = try DoorWorld(door)
        try here.serve()
        let wrong = OrderForm(address: .init(postcode: "RH6 OHP"))
        let isTaken = try here.bring(wrong, as: "wrong")
        try here.program.wait { try here.isEmpty() }
        switch door {
        case .api, .web:
            #expect(isTaken == false)
            #expect(try here.orders().isEmpty)
        case .file, .sqs:
            try here.program.wait { try !here.rejected().isEmpty }
            #expect(try here.orders().isEmpty)
            #expect(try here.rejected().contains("did you mean RH6 0HP?"))
        case .mail:
            try here.program.wait { try here.orders().count == 1 }
            let held = try #require(try here.orders().first)
            #expect(held.heldBecause == ["unreadable"])
            let shown = try here.world.handbill("order", "show", held.reference)
            #expect(shown.text.contains("RH6 OHP"), "the message is shown")
        }
        try here.stop()
    }

    /// Killed at its commit, before it can tell anybody, again and again: whoever brings the order brings it again.
    @Test(arguments: Door.allCases)
    func `a kill between the commit and the answer leaves one order`(door: Door) throws {
        let here = try DoorWorld(door, sendsMail: false)
        // The wake file must be there to be watched.
        try here.world.accept(OrderForm.several(1))
        // A message that was in dead hands is seen again after half a minute.
        for round in 1...(door == .sqs ? 1 : 3) {
            var order = OrderForm.several(round + 1)[round]
            order.id = "kill-\(round)"
            try here.serve()
            if door == .web {
                // What a browser has fetched before.
                try here.fetchForm(for: order, as: "kill-\(round)")
            }
            let program = try here.program
            let kill = try KillAtCommit(in: here.world.path("state"), process: program.processID)
            _ = try? here.bring(order, as: "kill-\(round)")
            let end = try program.finish(within: .seconds(30))
            #expect(end.exitCode == nil, "it was killed")
            withExtendedLifetime(kill) {}
            #expect(try here.orders().count == round + 1, "committed")

            try here.serve()
            if door == .api || door == .web { #expect(try here.bring(order, as: "kill-\(round)") == true) }
            try here.program.wait(within: .seconds(90)) { try here.isEmpty() }
            try here.stop()
            #expect(try here.orders().count == round + 1, "and no second one")
        }
        try here.world.expectSoundDatabase()
    }
}

extension DoorWorld {
    /// What lies in `rejected/`, all of it.
    func rejected() throws -> String {
        let folder = world.path("queue/rejected")
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
            try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)
        }.joined()
    }
}
