/// The shape that a message must have on the wire.
enum MessageBytes {
    /// What is wrong with a message, without repeating it; nil if nothing is.
    ///
    /// A bare LF or CR is taken for a line end by some servers and not by others, so that `\n.\n` could end the message
    /// early and turn the rest into commands. Lines hold at most 998 bytes before their CRLF (RFC 5322, section 2.1.1).
    static func problem(in message: [UInt8]) -> String? {
        guard !message.isEmpty else { return "is empty" }
        var length = 0
        var afterCR = false
        for byte in message {
            if byte == 0x0A {
                guard afterCR else { return "has a line feed without its carriage return" }
                afterCR = false
                length = 0
                continue
            }
            if afterCR { return "has a carriage return without its line feed" }
            if byte == 0x0D {
                afterCR = true
                continue
            }
            if byte == 0 { return "has a NUL" }
            length += 1
            if length > 998 { return "has a line of more than 998 bytes" }
        }
        return afterCR ? "has a carriage return without its line feed" : nil
    }
}
