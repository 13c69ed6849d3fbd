import Foundation

/// Random numbers that can be had again: SplitMix64, from a seed that a failing test prints.
///
/// `HANDBILL_TEST_SEED` in the environment sets the seed; without it every run has another one.
public struct SeededRandom: RandomNumberGenerator, Sendable, CustomStringConvertible {
    public let seed: UInt64
    private var state: UInt64

    public init() {
        seed =
            ProcessInfo.processInfo.environment["HANDBILL_TEST_SEED"].flatMap { UInt64($0) }
            ?? .random(in: 0...99_999_999)
        state = seed
    }

    /// The same numbers every time, for measurements.
    public init(_ seed: UInt64) {
        self.seed = seed
        state = seed
    }

    public var description: String { "HANDBILL_TEST_SEED=\(seed)" }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
