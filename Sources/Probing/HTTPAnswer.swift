import IncidentCore
import NIOCore
import NIOHTTP1
import WireFormats

/// A complete answer of a server, whatever its status.
struct HTTPAnswer {
    let status: Int
    let headers: HTTPHeaders
    let body: ByteBuffer

    /// Why the status is not the one of success; nil for 2xx.
    var refusal: FailureReason? {
        switch status {
        case 200..<300: return nil
        case 401, 403: return .unauthorised(status: status)
        case 429: return .rateLimited
        case 300..<400:
            guard let target = headers.first(name: "location") else { return .status(status) }
            return .redirected(to: WebAddress.withoutSecrets(target).withoutControls)
        default: return .status(status)
        }
    }

    /// This answer if it means success.
    func successful() throws(ProbeFailure) -> HTTPAnswer {
        if let refusal { throw .answered(refusal) }
        return self
    }

    /// Reads the body, and says in words of ours what was wrong with it.
    func read<Value>(
        _ parse: (Span<UInt8>) throws(WireFormatError) -> Value
    ) throws(ProbeFailure) -> Value {
        do throws(WireFormatError) {
            return try parse(body.readableBytesUInt8Span)
        } catch {
            throw .answered(FailureReason(error))
        }
    }

    /// Why a Waku node refuses, by the text of the body.
    var wakuRefusal: WakuRESTRefusal {
        WakuRESTRefusal.classify(status: status, body: body.readableBytesUInt8Span)
    }

    /// Whether these bytes appear anywhere in the body.
    func contains(_ text: String) -> Bool {
        body.withUnsafeReadableBytes { $0.firstOffset(of: text) != nil }
    }
}

extension FailureReason {
    /// The reason behind a body that could not be read.
    init(_ error: WireFormatError) {
        let message = error.message
        let sentence = message.hasSuffix(".") ? String(message.dropLast()) : message
        switch error {
        case .refused, .absent: self = .other(sentence.withLowercasedStart)
        case .tooLarge(_, let limit): self = .tooLarge(limitBytes: limit)
        case .notExposition, .notJSON, .nestedTooDeep, .unexpectedShape, .unexpectedText:
            self = .badBody(sentence.withLowercasedStart)
        }
    }
}

extension String {
    fileprivate var withLowercasedStart: String {
        prefix(1).lowercased() + dropFirst()
    }

    /// The text without characters that could drive a terminal.
    var withoutControls: String {
        var result = UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
                result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
