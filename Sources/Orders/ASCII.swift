/// Bytes of UTF-8 as ASCII sees them: what hot paths ask instead of `Character`, which is some twenty times slower.
extension UInt8 {
    var isASCIIDigit: Bool {
        self &- UInt8(ascii: "0") < 10
    }

    var isASCIIUppercase: Bool {
        self &- UInt8(ascii: "A") < 26
    }

    var isASCIILowercase: Bool {
        self &- UInt8(ascii: "a") < 26
    }

    var isASCIILetter: Bool {
        (self | 0x20).isASCIILowercase
    }

    /// The capital of a small letter; anything else as it is.
    var asciiUppercased: UInt8 {
        isASCIILowercase ? self & ~0x20 : self
    }

    /// The small letter of a capital; anything else as it is.
    var asciiLowercased: UInt8 {
        isASCIIUppercase ? self | 0x20 : self
    }

    /// The value of a digit, 0 to 9.
    var asciiDigitValue: Int? {
        isASCIIDigit ? Int(self - UInt8(ascii: "0")) : nil
    }
}
