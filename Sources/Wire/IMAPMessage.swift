/// A message as it lies in a mailbox.
public struct IMAPMessage: Sendable, Hashable {
    /// Its number, which stays the same as long as the folder's validity does.
    public var uid: UInt32
    /// The message, or its beginning.
    public var bytes: [UInt8]
    /// There was more of it than was asked for.
    public var isCut: Bool

    public init(uid: UInt32, bytes: [UInt8], isCut: Bool) {
        self.uid = uid
        self.bytes = bytes
        self.isCut = isCut
    }
}
