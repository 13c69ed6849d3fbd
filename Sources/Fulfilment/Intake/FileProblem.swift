/// Why a file as a whole can't be read as orders: nothing in it was taken.
///
/// What is wrong with a single order is a `Problem` in its `ReadRow`; the orders around it are read all the same.
public struct FileProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What a caller does about it: another exit code, another try later, or a move to `rejected/`.
    public enum Kind: Sendable, Hashable {
        /// There is no such file.
        case missing
        /// The file may not be read by this user.
        case forbidden
        /// A folder, a pipe, a device, a symbolic link.
        case notAFile
        /// More bytes than `queue.maximumMegabytes` allows.
        case tooLarge
        /// The system failed to read it; the number is its `errno`. Trying again may help.
        case unreadable(Int32)
        /// Read, but it holds no orders: another encoding, no usable header, nothing in it.
        case content
    }

    public var kind: Kind
    /// The file's name without its folder, or `standard input`.
    public var name: String
    /// The line that shows it, from 1; nil where no line does.
    public var line: Int?
    /// What is wrong, as a sentence without a full stop: "is a folder".
    public var problem: String
    /// What would be right.
    public var hint: String?

    public init(_ kind: Kind, name: String, line: Int? = nil, problem: String, hint: String? = nil) {
        self.kind = kind
        self.name = name
        self.line = line
        self.problem = problem
        self.hint = hint
    }

    /// `orders.csv, line 3: is …; hint`, in one line.
    public var description: String {
        let place = line.map { "\(name), line \($0): " } ?? "\(name): "
        return place + problem + (hint.map { "; \($0)" } ?? "")
    }
}
