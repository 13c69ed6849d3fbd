import Foundation

/// What other users of the machine see of the process, in `/proc/PID/cmdline` and with ps(1).
enum ProcessTitle {
    /// Blanks the arguments behind the program's name and its commands: names, addresses and e-mails may stand in them.
    ///
    /// The parser has its own copy by then. What started us, a shell or sudo, shows its own for as long as it waits.
    static func hideArguments() {
        let count = Int(CommandLine.argc)
        guard count > 1 else { return }
        for index in 1..<count {
            guard let argument = CommandLine.unsafeArgv[index] else { continue }
            let isCommand = index <= 2 && String(cString: argument).allSatisfy { $0.isASCII && $0.isLetter }
            if !isCommand { memset(argument, 0, strlen(argument)) }
        }
    }
}
