import EventStore
import FoundationEssentials
import IncidentLog
import Primitives
import Testing

@Suite
struct EventCodecTests {
    private static let folder =
        "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Fixtures"

    private static func text(_ name: String) throws -> String {
        let file = URL(filePath: "\(folder)/\(name)")
        return try String(decoding: Data(contentsOf: file), as: UTF8.self)
    }

    private static func fixture(_ name: String) throws -> String {
        String(try text("events/\(name).json").dropLast())
    }

    @Test(arguments: EventSamples.all.keys.sorted())
    func `the stored form of version 1 never changes`(sample: String) throws {
        let event = try #require(EventSamples.all[sample])
        let payload = try Self.fixture(sample)
        #expect(try EventCodec.payload(of: event) == payload)
        #expect(EventCodec.event(named: event.name, payload: payload) == event)
    }

    @Test
    func `every name has a sample`() {
        #expect(Set(EventSamples.all.values.map(\.name)) == Event.names)
        #expect(EventSamples.all.allSatisfy { $0.key.hasPrefix($0.value.name.name) })
    }

    @Test
    func `every fixture was released as it is, and none is left out`() throws {
        let known = try Self.text("released.sha256").split(separator: "\n").map { line in
            let parts = line.split(separator: " ")
            return (String(parts[1]), String(parts[0]))
        }
        let released = Dictionary(known, uniquingKeysWith: { first, _ in first })
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder + "/events")
        #expect(Set(names) == Set(released.keys))
        for (name, digest) in released {
            let bytes = try Array(Self.text("events/\(name)").utf8)
            #expect(sha256Hex(bytes) == digest, "\(name) was changed; a new form is a new fixture")
        }
        #expect(Set(names) == Set(EventSamples.all.keys.map { "\($0).json" }))
    }

    @Test
    func `an older form is raised step by step when it is read`() {
        let (first, second) = (EventName("timeline.said"), EventName("timeline.said", version: 2))
        let upgrades = [
            EventUpgrade(from: first, to: second) { $0.replacing("line", with: "words") },
            EventUpgrade(from: second, to: EventName("timeline.noted")) { payload in
                payload == "bad" ? nil : payload.replacing("words", with: "text")
            },
        ]
        func read(_ name: String, _ version: Int, _ payload: String) -> Event {
            EventCodec.event(
                named: EventName(name, version: version),
                payload: payload,
                upgrades: upgrades
            )
        }
        let noted = Event.timeline(.noted(text: "a"))
        #expect(read("timeline.said", 1, #"{"line":"a"}"#) == noted)
        #expect(read("timeline.said", 2, #"{"words":"a"}"#) == noted)
        #expect(read("timeline.noted", 1, #"{"text":"a"}"#) == noted)
        let name = EventName("timeline.said")
        #expect(read("timeline.said", 1, "bad") == .unknown(name, payload: "bad"))
    }

    @Test
    func `keys are sorted and slashes stay as they are`() throws {
        let event = Event.checklist(.regressed(step: "a/b", reading: "3"))
        #expect(try EventCodec.payload(of: event) == #"{"reading":"3","step":"a/b"}"#)
    }

    @Test(arguments: [
        ("weather.changed", 1, #"{"to":"rain"}"#),
        ("timeline.whispered", 1, #"{"text":"a"}"#),
        ("timeline.noted", 2, #"{"text":"a"}"#),
        ("timeline.noted", 1, #"{"words":"a"}"#),
        ("timeline.noted", 1, "not JSON"),
        ("timeline.noted", 1, ""),
        ("timeline", 1, "{}"),
        ("timeline.", 1, "{}"),
        ("timeline.noted.twice", 1, #"{"text":"a"}"#),
        ("timeline.x\":{},\"noted", 1, #"{"text":"a"}"#),
    ])
    func `what cannot be read is kept as it is`(name: String, version: Int, payload: String) throws
    {
        let name = EventName(name, version: version)
        let event = EventCodec.event(named: name, payload: payload)
        #expect(event == .unknown(name, payload: payload))
        #expect(try EventCodec.payload(of: event) == payload)
    }

    @Test
    func `values that a newer program added are passed over`() {
        let event = EventCodec.event(
            named: EventName("timeline.noted"),
            payload: #"{"mood":"good","text":"a"}"#
        )
        #expect(event == .timeline(.noted(text: "a")))
    }

    @Test
    func `the digest is that of the standard`() {
        // FIPS 180-4, example "abc".
        #expect(
            sha256Hex(Array("abc".utf8))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
    }
}
