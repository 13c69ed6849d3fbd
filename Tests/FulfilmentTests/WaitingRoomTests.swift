import Testing

@testable import Fulfilment

struct WaitingRoomTests {
    @Test func `admits until it is full, and again when somebody has left`() throws {
        let room = WaitingRoom(capacity: 3)
        try room.enter(2)
        try room.enter(1)
        #expect(throws: WaitingRoom.Full.self) { try room.enter(1) }
        #expect(room.taken == 3)
        room.leave(2)
        try room.enter(2)
        #expect(room.taken == 3)
    }

    @Test func `admits a group that is larger than itself only while it is empty`() throws {
        let room = WaitingRoom(capacity: 3)
        try room.enter(10)
        #expect(throws: WaitingRoom.Full.self) { try room.enter(1) }
        room.leave(10)
        try room.enter(1)
        #expect(throws: WaitingRoom.Full.self) { try room.enter(10) }
    }

    @Test func `lets the patient in as soon as half of it is empty`() async throws {
        let room = WaitingRoom(capacity: 4)
        try room.enter(4)
        let patient = Task { await room.waitForQuiet() }
        await room.untilSleepers(1)
        room.leave(1)
        #expect(room.sleeperCount == 1, "three of four are still taken")
        room.leave(1)
        await patient.value
        #expect(room.sleeperCount == 0)
    }

    @Test func `keeps nobody waiting who finds it quiet`() async throws {
        let room = WaitingRoom(capacity: 4)
        try room.enter(2)
        await room.waitForQuiet()
        #expect(room.taken == 2)
    }
}

extension WaitingRoom {
    fileprivate func untilSleepers(_ count: Int) async {
        while sleeperCount < count { await Task.yield() }
    }
}
