/// What one attempt has handed over and heard so far. libcurl's callbacks write it; the verdict is read from it.
///
/// It belongs to the thread of its connection: libcurl calls back only inside `curl_easy_perform`.
final class SMTPDialogue {
    /// The command that was said last; before the first it is the connection itself.
    private(set) var command = SMTPCommand.connect
    /// The server's last whole answer, but for that to QUIT.
    private(set) var reply: SMTPReply?
    /// The last answer was to a command about the message.
    private(set) var isAboutMessage = false
    /// The server's answer to the message itself: the first one that came after the end was handed over.
    private(set) var verdict: SMTPReply?
    /// libcurl has asked for more and was told that this was all: the final dot may have been sent. Before this it
    /// surely was not.
    private(set) var isHandedOver = false
    /// Whole answers with the code 220: the greeting, and the consent to STARTTLS.
    private(set) var readies = 0
    /// The server has accepted our login (235).
    private(set) var isLoggedIn = false
    /// When QUIT was said.
    private var quitAt: ContinuousClock.Instant?

    let stop: StopFlag
    private var message: [UInt8] = []
    private var offset = 0
    private var answer: [UInt8] = []

    /// An answer is kept to this length; what a server adds is its own pleasure.
    private static let longestAnswer = 2_000

    /// Nobody needs the answer to QUIT, and a server that withholds it must not hold up the mails behind.
    private static let patienceAfterQuit: Duration = .seconds(1)

    init(stop: StopFlag) {
        self.stop = stop
    }

    /// Begins an attempt with this message, from its first byte.
    func begin(_ message: [UInt8]) {
        self.message = message
        offset = 0
        command = .connect
        reply = nil
        isAboutMessage = false
        verdict = nil
        isHandedOver = false
        readies = 0
        isLoggedIn = false
        quitAt = nil
        answer.removeAll(keepingCapacity: true)
    }

    /// Copies the next bytes of the message; 0 says that there are no more.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, message.count - offset)
        guard count > 0 else {
            isHandedOver = true
            return 0
        }
        message.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count]))
        }
        offset += count
        return count
    }

    /// Takes note of a command that libcurl is sending. The lines that follow AUTH are none.
    func say(_ line: UnsafeRawBufferPointer) {
        guard reply?.code != 334, let said = SMTPCommand(line: line) else { return }
        command = said
        if said == .quit { quitAt = .now }
    }

    /// Takes one line of an answer: `250-SIZE` goes on, `250 OK` ends it (RFC 5321, section 4.2.1).
    func hear(_ line: UnsafeRawBufferPointer) {
        guard let code = SMTPReply.code(of: line) else { return }
        let goesOn = line.count > 3 && line[3] == UInt8(ascii: "-")
        let room = Self.longestAnswer - answer.count
        answer.append(contentsOf: line.dropFirst(4).prefix(max(0, room)))
        if goesOn { return }

        let whole = SMTPReply(code: code, text: answer)
        answer.removeAll(keepingCapacity: true)
        if command == .quit { return }
        reply = whole
        isAboutMessage = command.isAboutMessage
        if isHandedOver, verdict == nil { verdict = whole }
        if code == 220 { readies += 1 }
        if code == 235 { isLoggedIn = true }
    }

    /// Whether libcurl should give up now.
    var shouldStop: Bool {
        stop.isRaised || quitAt.map { $0.duration(to: .now) > Self.patienceAfterQuit } ?? false
    }
}
