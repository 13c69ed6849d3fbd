import Crypto

/// What goes over the wire to a cloud queue and back, by the names that its JSON protocol gives them.
enum SQSShape {
    struct Receive: Encodable {
        var QueueUrl: String
        var MaxNumberOfMessages: Int
        var WaitTimeSeconds: Int
        var VisibilityTimeout: Int
        // Its successor MessageSystemAttributeNames is unknown to older servers, and all know this one.
        var AttributeNames = ["ApproximateReceiveCount"]
    }

    struct Received: Decodable {
        var Messages: [Message]?

        struct Message: Decodable {
            var MessageId: String
            var ReceiptHandle: String
            var Body: String?
            var MD5OfBody: String?
            var Attributes: [String: String]?

            init(from decoder: any Decoder) throws {
                let values = try decoder.container(keyedBy: CodingKeys.self)
                MessageId = try values.decode(String.self, forKey: .MessageId)
                ReceiptHandle = try values.decode(String.self, forKey: .ReceiptHandle)
                Body = try values.decodeIfPresent(String.self, forKey: .Body)
                // What is no checksum says nothing; the other nine messages came whole.
                MD5OfBody = try? values.decodeIfPresent(String.self, forKey: .MD5OfBody)
                Attributes = try values.decodeIfPresent([String: String].self, forKey: .Attributes)
            }

            private enum CodingKeys: String, CodingKey {
                case MessageId, ReceiptHandle, Body, MD5OfBody, Attributes
            }

            /// Whether the body has another checksum than the server gives; not every server gives one.
            var isDamaged: Bool {
                guard let told = MD5OfBody, !told.isEmpty else { return false }
                let digits = Array("0123456789abcdef")
                let sum = Insecure.MD5.hash(data: Array((Body ?? "").utf8))
                return told.lowercased() != String(sum.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
            }
        }
    }

    /// Deletes messages, or with a time-out keeps them hidden.
    struct Batch: Encodable {
        var QueueUrl: String
        var Entries: [Entry]

        struct Entry: Encodable {
            var Id: String
            var ReceiptHandle: String
            var VisibilityTimeout: Int?
        }
    }

    struct BatchResult: Decodable {
        var Failed: [Failure]?

        struct Failure: Decodable {
            var Id: String
        }
    }

    struct Send: Encodable {
        var QueueUrl: String
        var MessageBody: String
        var MessageAttributes: [String: Attribute]?
        var MessageGroupId: String?
        var MessageDeduplicationId: String?

        struct Attribute: Encodable {
            var DataType = "String"
            var StringValue: String
        }
    }

    struct AskForAttributes: Encodable {
        var QueueUrl: String
        var AttributeNames: [String]
    }

    struct Attributes: Decodable {
        var Attributes: [String: String]?
    }

    struct Sent: Decodable {
        var MessageId: String
    }

    struct Failure: Decodable {
        var __type: String?
    }
}
