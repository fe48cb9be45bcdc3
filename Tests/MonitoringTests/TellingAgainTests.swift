import FleetModel
import IncidentLog
import Primitives
import TestSupport
import Testing

/// A critical signal that nobody has taken note of is told again, and then to the next channel.
struct TellingAgainTests {
    /// Channels that take note of what is due, in virtual time.
    private struct Desk {
        var log = ScriptedLog()
        let channels: [ChannelSpec]
        var sent: [String] = []

        init(_ channels: [ChannelSpec]) {
            self.channels = channels
        }

        /// Delivers what is due every ten seconds up to this minute.
        mutating func run(from: Int = 0, through end: Int) throws {
            for second in stride(from: from * 60, through: end * 60, by: 10) {
                let now = seconds(second)
                for notice in log.state.dueNotices(for: channels, of: nil, at: now) {
                    let minute = Double(second) / 60
                    sent.append("\(notice.channel.id) \(notice.news.word) \(Int(minute))m")
                    let told = SignalCommand.recordNotice(
                        notice.signal.id,
                        about: notice.news.entry,
                        notice.channel.id,
                        .delivered(receipt: "1")
                    )
                    try log.run(.signal(told), at: now, by: .tocsin)
                    // Another program that delivered the same writes nothing more.
                    #expect(try log.run(.signal(told), at: now, by: .tocsin) == [])
                }
            }
        }

        mutating func raise(_ priority: SignalPriority = .critical) throws {
            try log.run(.signal(.raise(.sample("few/n1", priority))), by: .tocsin)
        }
    }

    private func channel(
        _ id: ChannelID,
        _ signals: SignalPriority?,
        remind: Int? = nil,
        escalate: Int? = nil
    ) -> ChannelSpec {
        ChannelSpec(
            id: id,
            service: .unusable(kind: "test", reason: ""),
            signals: signals,
            remind: remind.map { .seconds($0 * 60) },
            escalate: escalate.map { .seconds($0 * 60) }
        )
    }

    @Test func `it is told again after the span, four times at most`() throws {
        var desk = Desk([channel("ops", .warning, remind: 15)])
        try desk.raise()
        try desk.run(through: 300)
        #expect(
            desk.sent == [
                "ops raised 0m", "ops reminded 15m", "ops reminded 30m", "ops reminded 45m",
                "ops reminded 60m",
            ]
        )
    }

    @Test func `the reminder in the log does not begin the four anew`() throws {
        var desk = Desk([channel("ops", .critical, remind: 15, escalate: 30), channel("lead", nil)])
        try desk.raise()
        for minute in [5, 245] {
            try desk.run(from: minute == 5 ? 0 : 6, through: minute)
            try desk.log.run(.signal(.remind("few/n1")), at: minutes(minute), by: .tocsin)
        }
        try desk.run(from: 246, through: 600)
        #expect(desk.sent.filter { $0.hasPrefix("ops reminded") }.count == 4)
        #expect(desk.sent.filter { $0.hasPrefix("lead") } == ["lead reminded 30m"])
    }

    @Test func `nobody who took note yet brings the next channel, and only that`() throws {
        var desk = Desk([
            channel("ops", .critical, escalate: 30), channel("lead", nil), channel("boss", nil),
        ])
        try desk.raise()
        try desk.run(through: 120)
        #expect(desk.sent == ["ops raised 0m", "lead reminded 30m"])
        // Who was told hears of the end.
        try desk.log.run(.signal(.clear("few/n1", text: "over")), at: minutes(121), by: .tocsin)
        try desk.run(from: 121, through: 125)
        #expect(desk.sent.suffix(2) == ["lead cleared 121m", "ops cleared 121m"])
    }

    @Test(arguments: ["acknowledge", "shelve", "clear"])
    func `who takes note ends it`(how: String) throws {
        var desk = Desk([channel("ops", .critical, remind: 15, escalate: 30), channel("lead", nil)])
        try desk.raise()
        try desk.run(through: 10)
        let command: SignalCommand =
            switch how {
            case "acknowledge": .acknowledge("few/n1", note: nil)
            case "shelve": .shelve("few/n1", until: minutes(600), reason: "known")
            default: .clearByHand("few/n1", reason: "noise")
            }
        try desk.log.run(.signal(command), at: minutes(10))
        try desk.run(from: 10, through: 200)
        #expect(!desk.sent.contains { $0.contains("reminded") })
    }

    @Test func `a warning is told once, and so is everything where nothing is set`() throws {
        var desk = Desk([channel("ops", .warning, remind: 15, escalate: 30), channel("lead", nil)])
        try desk.raise(.warning)
        try desk.run(through: 120)
        #expect(desk.sent == ["ops raised 0m"])
        var plain = Desk([channel("ops", .warning), channel("lead", nil)])
        try plain.raise()
        try plain.run(through: 120)
        #expect(plain.sent == ["ops raised 0m"])
    }

    @Test func `a program that starts later repeats nothing that was told`() throws {
        var desk = Desk([channel("ops", .critical, remind: 15, escalate: 20), channel("lead", nil)])
        try desk.raise()
        try desk.run(through: 32)
        var state = LogState()
        for entry in desk.log.entries { state.apply(entry) }
        #expect(state.dueNotices(for: desk.channels, of: nil, at: minutes(33)) == [])
        let due = state.dueNotices(for: desk.channels, of: nil, at: minutes(46))
        #expect(due.map(\.channel.id) == ["ops"])
        // What was due while nobody ran is not told hours later.
        #expect(state.dueNotices(for: desk.channels, of: nil, at: minutes(600)) == [])
    }
}
