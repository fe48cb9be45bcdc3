import CommandCentre
import IncidentLog
import Primitives
import Runtime
import Scenarios

/// A moment of a drill as a picture.
struct DrillSnapshot {
    private let scenario: Scenario
    private let moment: Timestamp

    /// The moment that was typed, of the drill of this name; its end when nothing was.
    init(named name: String, at text: String?) throws(Failure) {
        guard let scenario = Scenario.named(name) else {
            let known = Scenario.names.joined(separator: ", ")
            throw Failure(.usage, "there is no drill '\(name)'; drills: \(known)")
        }
        self.scenario = scenario
        moment = try Typed.time(text, before: scenario.end) ?? scenario.end
    }

    /// Plays up to the moment, and draws and writes it.
    func show(_ picture: ScreenPicture, inColors: Bool, svg: String?) throws {
        let drill = DrillPicture(scenario, at: moment)
        try LivePicture.write(svg, inColors: inColors) {
            defer { Output.progress("") }
            return try blocking {
                try await drill.draw(picture) { time in
                    Output.progress("\(time.date) \(time.hourMinute)Z")
                }
            }
        }
    }
}
