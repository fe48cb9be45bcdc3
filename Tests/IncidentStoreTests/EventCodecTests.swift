import FoundationEssentials
import IncidentCore
import IncidentStore
import Testing

@Suite
struct EventCodecTests {
    private static func fixture(_ name: String) throws -> String {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let file = URL(filePath: "/\(folder)/Fixtures/events/\(name).json")
        return try String(decoding: Data(contentsOf: file).dropLast(), as: UTF8.self)
    }

    @Test(arguments: EventSamples.all.keys.sorted())
    func `the stored form of version 1 never changes`(sample: String) throws {
        let event = try #require(EventSamples.all[sample])
        let payload = try Self.fixture(sample)
        #expect(try EventCodec.payload(of: event) == payload)
        #expect(EventCodec.event(named: event.name, payload: payload) == event)
    }

    @Test
    func `there is a sample of each of the 44 kinds`() {
        #expect(Set(EventSamples.all.values.map(\.name)).count == 44)
        #expect(EventSamples.all.allSatisfy { $0.key.hasPrefix($0.value.name.name) })
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
