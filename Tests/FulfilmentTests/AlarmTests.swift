import Foundation
import Store
import TestSupport
import Testing

@testable import Fulfilment

@Suite struct AlarmTests {
    @Test func `a moment that has come ends the wait at once`() async throws {
        let workshop = try Workshop()
        #expect(try await workshop.alarm().wait(until: workshop.time.now) == .time)
        #expect(try await workshop.alarm().wait(until: 0) == .time)
    }

    @Test func `a moment that is to come is waited for, by the clock of the day`() async throws {
        let alarm = try Alarm(clock: WallClock(timeZone: .gmt))
        let moment = Int64(Date().timeIntervalSince1970) + 1
        #expect(await alarm.wait(until: moment) == .time)
        #expect(Date().timeIntervalSince1970 >= Double(moment))
    }

    @Test func `who rang before the wait ends it as well, and once`() async throws {
        let workshop = try Workshop()
        let alarm = try workshop.alarm()
        alarm.ring()
        alarm.ring()
        #expect(await alarm.wait(until: nil) == .rung)
        #expect(await alarm.wait(until: workshop.time.now + 1) == .time)
    }

    @Test func `a touch of the wake file ends the wait, also of one that wasn't there`() async throws {
        let workshop = try Workshop()
        let alarm = try workshop.alarm(watching: true)
        let wake = workshop.directory.path("state/wake")
        #expect(!FileManager.default.fileExists(atPath: wake))
        for _ in 0..<2 {
            try await workshop.otherStore().saveComposed([])
            #expect(await alarm.wait(until: nil) == .rung)
        }
        try FileManager.default.removeItem(atPath: wake)
        try await workshop.store.saveComposed([])
        #expect(await alarm.wait(until: nil) == .rung)
    }

    @Test func `other files of the state folder wake nobody`() async throws {
        let workshop = try Workshop()
        let alarm = try workshop.alarm(watching: true)
        let other = workshop.directory.path("state/other")
        try Data("x".utf8).write(to: URL(fileURLWithPath: other))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: other)
        #expect(await alarm.wait(until: workshop.time.now + 1) == .time)
    }

    @Test func `stopped, it waits no more`() async throws {
        let workshop = try Workshop()
        let alarm = try workshop.alarm()
        async let call = alarm.wait(until: nil)
        alarm.stop()
        #expect(await call == .stopped)
        #expect(await alarm.wait(until: nil) == .stopped)
    }
}
