import Fuzzing
import Testing

@testable import WireFormats

/// JSON Pointers come from fleet files and JSON-RPC answers from nodes.
struct JSONFuzzTests {
    private static let pieces = [
        "/", "~", "~0", "~1", "0", "1", "01", "-", "-1", "+1", "99999999999999999999", "result",
        "a", "é", "e\u{301}", "\u{301}", "\u{200D}", "", " ", "\u{0}", "%20", "\"", "*", "٣",
    ]

    @Test func `every value in a document is found by its pointer, and by no other's`() throws {
        let bodies = try Fixture.documents.map { name in
            let bytes = try Fixture.bytes(name)
            return try JSONValue(parsing: bytes.span)
        }
        for var round in FuzzRounds(600, seed: 41) {
            let body =
                round.number % 2 == 0 ? document(3, &round) : bodies.randomElement(using: &round)
            guard let body else { continue }
            var pointer = ""
            var value = body
            while let (token, next) = step(into: value, &round) {
                pointer += "/" + token
                value = next
            }
            #expect(body.at(pointer)?.text == value.text, "'\(pointer)' in \(body.text), \(round)")
            #expect(body.at(pointer + "/0") == nil, "'\(pointer)' in \(body.text), \(round)")
            let bare = String(decoding: pointer.utf8.dropFirst(), as: UTF8.self)
            if !bare.isEmpty, bare.utf8.first != UInt8(ascii: "/") {
                #expect(body.at(bare) == nil, "'\(bare)' in \(body.text), \(round)")
            }
            let mutant = round.mutant(of: Array(pointer.utf8), pieces: Self.pieces.map(\.body))
            _ = body.at(String(decoding: mutant, as: UTF8.self))
            _ = body.at(round.text(of: Self.pieces, upTo: 12))
        }
    }

    /// A random document whose names are awkward.
    private func document(_ depth: Int, _ round: inout FuzzRound) -> JSONValue {
        let kind = Int.random(in: 0..<(depth > 0 ? 6 : 3), using: &round)
        let count = Int.random(in: 0...4, using: &round)
        switch kind {
        case 0: return .integer(Int.random(in: .min ... .max, using: &round))
        case 1: return .string(round.text(of: Self.pieces, upTo: 3))
        case 2: return .bool(true)
        case 3: return .array((0..<count).map { _ in document(depth - 1, &round) })
        default:
            var members: [String: JSONValue] = [:]
            for _ in 0..<count {
                members[round.text(of: Self.pieces, upTo: 3)] = document(depth - 1, &round)
            }
            return .object(members)
        }
    }

    /// A child at random, behind its reference token in a pointer; nil when there is none.
    private func step(
        into value: JSONValue,
        _ round: inout FuzzRound
    ) -> (token: String, next: JSONValue)? {
        switch value {
        case .array(let elements):
            return elements.indices.randomElement(using: &round).map { (String($0), elements[$0]) }
        case .object(let members):
            guard let name = members.keys.sorted().randomElement(using: &round),
                let next = members[name]
            else { return nil }
            let token = name.unicodeScalars.map { scalar -> String in
                switch scalar {
                case "~": "~0"
                case "/": "~1"
                default: String(scalar)
                }
            }
            return (token.joined(), next)
        case .null, .bool, .integer, .number, .string: return nil
        }
    }

    private static let answers = [
        #"{"jsonrpc":"2.0","id":1,"result":{"peers":3,"isSyncing":false}}"#,
        #"{"jsonrpc":"2.0","id":"2","error":null,"result":[]}"#,
        #"{"jsonrpc":"2.0","id":null,"error":{"code":-32601,"message":"Method not found"}}"#,
        #"[{"jsonrpc":"2.0","id":1,"result":1},{"jsonrpc":"2.0","id":2,"error":"no"},{"x":1}]"#,
        #"{"jsonrpc":"2.0","id":1e0,"result":null}"#,
    ]

    private static let words = [
        "null", "\"id\":", "\"error\":", "\"result\":", "{}", "[]", "[", "]", "{", "}", ",", "1",
        "-", "1e308", "9223372036854775808", "\"", "\\u0000", "\\ud800", "\u{1B}", "\u{FEFF}",
    ]

    @Test func `a mutated answer has one outcome for each call, or a sentence`() {
        var readable = 0
        for var round in FuzzRounds(2000, seed: 42) {
            let seed = Self.answers[round.number % Self.answers.count]
            let bytes = round.mutant(of: seed.body, pieces: Self.words.map(\.body))
            do {
                let responses = try JSONRPC.responses(in: bytes.span)
                readable += 1
                #expect(!responses.isEmpty, "\(round)")
                for response in responses {
                    #expect((response.result == nil) != (response.error == nil), "\(round)")
                    if let id = response.id {
                        let answer = responses.answer(to: id)
                        #expect(answer?.id == id, "\(round)")
                    }
                }
                if responses.count == 1 {
                    let only = try JSONRPC.response(in: bytes.span)
                    #expect(only == responses[0], "\(round)")
                }
            } catch {
                #expect(error.message.hasSuffix(".") && error.message.count < 400, "\(round)")
            }
        }
        #expect(readable > 500)
    }
}
