/// One call found in the body of a JSON-RPC request.
struct CalledMethod: Equatable {
    /// The method's name.
    let name: String
    /// The `id` exactly as sent, to be sent back; `null` when there was none.
    let id: String
    /// The parameters that are plain texts or numbers, in order, without quotes.
    let parameters: [String]
}

/// What a request body holds: one call, several, or nothing that can be read.
enum CallBody: Equatable {
    case single(CalledMethod)
    case batch([CalledMethod])
    case unreadable

    init(parsing body: [UInt8]) {
        var reader = CallReader(bytes: body)
        self = reader.body() ?? .unreadable
    }
}

/// Reads just as much JSON as calls are made of; nested parameters are passed over.
private struct CallReader {
    let bytes: [UInt8]
    var position = 0

    mutating func body() -> CallBody? {
        skipSpace()
        guard peek == UInt8(ascii: "[") else { return call().map(CallBody.single) }
        position += 1
        var calls: [CalledMethod] = []
        repeat {
            guard let call = call() else { return nil }
            calls.append(call)
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? .batch(calls) : nil
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func call() -> CalledMethod? {
        guard take(UInt8(ascii: "{")) else { return nil }
        var name: String?
        var id = "null"
        var parameters: [String] = []
        repeat {
            guard let key = text(), take(UInt8(ascii: ":")) else { return nil }
            switch key {
            case "method": name = text()
            case "params": parameters = scalars() ?? []
            default:
                guard let value = raw() else { return nil }
                if key == "id" { id = value }
            }
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")), let name else { return nil }
        return CalledMethod(name: name, id: id, parameters: parameters)
    }

    /// A string without escapes, which is all that names and hashes need.
    private mutating func text() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = position
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte != UInt8(ascii: "\\") else { return nil }
            position += 1
        }
        guard peek != nil else { return nil }
        position += 1
        return String(decoding: bytes[start..<position - 1], as: UTF8.self)
    }

    private mutating func scalars() -> [String]? {
        guard take(UInt8(ascii: "[")) else {
            _ = raw()
            return nil
        }
        var values: [String] = []
        if take(UInt8(ascii: "]")) { return values }
        repeat {
            skipSpace()
            if peek == UInt8(ascii: "\""), let value = text() {
                values.append(value)
            } else if let value = raw() {
                values.append(value)
            } else {
                return nil
            }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? values : nil
    }

    /// Any value, as its bytes stand.
    private mutating func raw() -> String? {
        skipSpace()
        let start = position
        var depth = 0
        var isQuoted = false
        scan: while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                isQuoted.toggle()
            case UInt8(ascii: "\\") where isQuoted:
                position += 1
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if !isQuoted { depth += 1 }
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if !isQuoted {
                    guard depth > 0 else { break scan }
                    depth -= 1
                }
            case UInt8(ascii: ","):
                if !isQuoted, depth == 0 { break scan }
            default: break
            }
            position += 1
        }
        guard position > start, position <= bytes.count else { return nil }
        while position > start, bytes[position - 1] <= 0x20 { position -= 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }
}
