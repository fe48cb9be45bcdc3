import Primitives
import Screens
import TestSupport
import Testing

@testable import CommandCentre
@testable import Runtime
@testable import Screens

/// Where the person is, kept beyond the end and the death of the program.
struct PlaceFileTests {
    private let folder: TemporaryFolder
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        store = folder.path("log.sqlite")
    }

    private var place: Whereabouts {
        var place = Whereabouts()
        place.incident = "INC-0002"
        place.logView = "all"
        return place
    }

    @Test func `what one screen kept the next one reads, with whether the person quit`() throws {
        let file = PlaceFile(store: store, logger: .unheard)
        #expect(file.read() == nil)
        file.keep(place)
        file.finish(place, hasQuit: false)
        var expected = place
        expected.hasQuit = false
        #expect(PlaceFile(store: store, logger: .unheard).read() == expected)
        #expect(try folder.mode("log.sqlite.place") == 0o600)
        file.finish(place, hasQuit: true)
        #expect(PlaceFile(store: store, logger: .unheard).read()?.hasQuit == true)
    }

    @Test func `a screen that was closed while the log was read changes nothing`() throws {
        PlaceFile(store: store, logger: .unheard).finish(place, hasQuit: false)
        PlaceFile(store: store, logger: .unheard).finish(nil, hasQuit: true)
        #expect(PlaceFile(store: store, logger: .unheard).read()?.hasQuit == false)
    }

    @Test(arguments: [
        "", "{", "[]", #"{"isZoomed": "wide"}"#,
        #"{"dividers": {"left": {"before": 1e99, "room": 1}}}"#, "\u{0}",
        String(repeating: " ", count: 100_000),
    ])
    func `a damaged file is said once, and is as none`(text: String) throws {
        try FileText.write(text, to: store + ".place")
        let problems = ProblemLog(clock: RealClock())
        let file = PlaceFile(store: store, logger: problems.logger("screen"))
        #expect(file.read() == nil)
        #expect(file.read() == nil)
        #expect(problems.problems.count == 1)
        file.finish(place, hasQuit: false)
        #expect(file.read()?.incident == "INC-0002")
    }
}
