internal import FleetModel
internal import Primitives

/// What the file says about the built-in detectors.
extension FleetReader {
    private static let detectorKeys = [
        "off", "peersAtLeast", "certificateDays", "slot", "rollout",
    ]

    func detectors(_ node: YAMLNode?) -> DetectorSettings {
        var settings = DetectorSettings()
        guard let node, let fields = fields(node, of: "detectors", Self.detectorKeys) else {
            return settings
        }
        for word in values.texts(fields.optional("off"), "off") {
            if let kind = detector(word.text, at: word.place) { settings.off.insert(kind) }
        }
        settings.peersAtLeast = values.integer(
            fields.optional("peersAtLeast"),
            "peersAtLeast",
            in: 1...100_000
        )
        if let days = values.integer(
            fields.optional("certificateDays"),
            "certificateDays",
            in: 1...3650
        ) {
            settings.certificateDays = days
        }
        settings.slot = values.span(fields.optional("slot"), "slot")
        if let span = values.span(fields.optional("rollout"), "rollout") { settings.rollout = span }
        return settings
    }

    private func detector(_ word: String, at place: Place) -> FindingKind? {
        if let kind = FindingKind(word: word), kind.isDetector { return kind }
        let known = FindingKind.allCases.filter(\.isDetector)
        let hint = Suggestion.hint(for: word, among: known.map(\.rawValue), called: "detectors")
        reading.error(place, "there is no detector \(word.quoted)\(hint)")
        return nil
    }
}
