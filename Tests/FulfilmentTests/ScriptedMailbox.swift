import Synchronization
import Wire

@testable import Fulfilment

/// A mailbox that a test fills, with everything of IMAP but the network.
final class ScriptedMailbox: Sendable {
    struct State {
        var messages: [UInt32: [UInt8]] = [:]
        var seen: [UInt32] = []
        var validity: UInt32 = 7
        var closed = 0
        /// What the next call of this name throws.
        var trouble: [String: WireProblem] = [:]
        var fetched: [UInt32] = []
        /// What is listed, and isn't shown.
        var hidden: Set<UInt32> = []
        var onFetch: (@Sendable (UInt32) -> Void)?
    }

    let state = Mutex(State())

    func put(_ uid: UInt32, _ text: String) {
        state.withLock { $0.messages[uid] = Array(text.replacing("\n", with: "\r\n").utf8) }
    }

    func put(_ uid: UInt32, bytes: [UInt8]) { state.withLock { $0.messages[uid] = bytes } }

    func fail(_ call: String) {
        state.withLock { $0.trouble[call] = WireProblem(subject: "the mailbox", problem: "is away", hint: "wait") }
    }

    var seen: [UInt32] { state.withLock { $0.seen.sorted() } }

    private func check(_ call: String) throws {
        if let problem = state.withLock({ $0.trouble.removeValue(forKey: call) }) { throw problem }
    }

    var session: MailDoor.Session {
        MailDoor.Session(
            open: { [self] in
                try check("open")
                return state.withLock(\.validity)
            },
            unseen: { [self] in
                try check("unseen")
                return state.withLock { state in state.messages.keys.filter { !state.seen.contains($0) }.sorted() }
            },
            present: { [self] in
                try check("present")
                return state.withLock { $0.messages.keys.sorted() }
            },
            fetch: { [self] uid, most in
                try check("fetch \(uid)")
                let (bytes, act) = state.withLock { state in
                    state.fetched.append(uid)
                    return (state.hidden.contains(uid) ? nil : state.messages[uid], state.onFetch)
                }
                act?(uid)
                return bytes.map { IMAPMessage(uid: uid, bytes: Array($0.prefix(most)), isCut: $0.count > most) }
            },
            markSeen: { [self] uids in
                try check("mark")
                state.withLock { $0.seen += uids }
            },
            close: { [self] in state.withLock { $0.closed += 1 } })
    }
}
