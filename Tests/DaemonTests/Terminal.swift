/// A terminal for the program under test: what it reads is typed there, and what it writes anywhere comes to standard
/// error as it appears.
enum Terminal {
    /// Runs the words behind it.
    static let wrapper = [
        "python3", "-c",
        "import os, pty, sys; os.dup2(2, 1); sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))",
    ]
}
